package io.nofin.cli;

import io.nofin.inject.Inventory;
import io.nofin.inject.Privileges;
import io.nofin.linux.NetworkNamespace;
import io.nofin.report.JsonText;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nofin heal}. */
@Command(name = "heal", mixinStandardHelpOptions = true,
    header = "Remove everything that any run of nofin has in the kernel, also a run that is still going.",
    description = "Finds it by its names in the kernel: works when everything else about the run is lost.")
final class HealCommand implements Callable<Integer> {

    @Option(names = "--target", paramLabel = "T", description = "Heal these targets only. Repeatable. Default: every namespace here.")
    private List<String> targets = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        Privileges.require();
        Map<String, Integer> removed = new LinkedHashMap<>();
        if (targets.isEmpty()) {
            NamespaceScanner.forEach((found, namespace) -> removed.put(found.origin(), heal(namespace)));
        }
        for (String target : targets) {
            for (TargetHost host : Targets.all().resolve(target, TargetNotation.parse(target))) {
                try (NetworkNamespace namespace = host.namespace()) {
                    removed.put(host.label(), heal(namespace));
                }
            }
        }
        removed.values().removeIf(count -> count == 0);
        print(removed);
        return ExitCode.DONE;
    }

    private void print(Map<String, Integer> removed) {
        if (output.json()) {
            System.out.print(JsonText.of(removed));
            return;
        }
        removed.forEach((origin, count) -> System.out.println(origin + ": " + count + " chains and sets removed"));
        if (removed.isEmpty()) {
            System.out.println("nothing of nofin's is here");
        }
    }

    private static int heal(NetworkNamespace namespace) throws IOException {
        try (Inventory inventory = Inventory.open(namespace)) {
            return inventory.removeAll();
        }
    }
}
