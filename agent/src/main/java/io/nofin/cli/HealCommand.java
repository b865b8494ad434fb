package io.nofin.cli;

import io.nofin.inject.Inventory;
import io.nofin.inject.Leftovers;
import io.nofin.inject.Privileges;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.report.JsonText;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNotation;
import io.nofin.target.Targets;
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
    description = {"Finds it by its names in the kernel: works when everything else about the run is lost. What runs left that were",
        "killed is found by their journals in /run/nofin too, with the empty tables they caused."})
final class HealCommand implements Callable<Integer> {

    @Option(names = "--target", paramLabel = "T", description = "Heal these targets only. Repeatable. Default: every namespace here.")
    private List<String> targets = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    private final Map<String, Integer> removed = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Privileges.require();
        if (targets.isEmpty()) {
            NamespaceScanner.forEach((found, namespace) -> heal(found.origin(), namespace));
            Leftovers.Outcome leftovers = Leftovers.undo(RunDirectory.STANDARD);
            removed.putAll(leftovers.removed());
            failed.addAll(leftovers.failed());
        }
        for (String target : targets) {
            for (TargetHost host : Targets.all().resolve(target, TargetNotation.parse(target))) {
                try (NetworkNamespace namespace = host.namespace()) {
                    heal(host.label(), namespace);
                }
            }
        }
        print();
        if (!failed.isEmpty()) {
            throw new IOException(String.join("\n", failed));
        }
        return ExitCode.DONE;
    }

    /** One namespace that refuses keeps no other from being healed. */
    private void heal(String origin, NetworkNamespace namespace) {
        try (Inventory inventory = Inventory.open(namespace)) {
            int count = inventory.removeAll();
            if (count > 0) {
                removed.put(origin, count);
            }
        } catch (IOException e) {
            failed.add(origin + ": " + e.getMessage());
        }
    }

    private void print() {
        if (output.json()) {
            System.out.print(JsonText.of(removed));
            return;
        }
        removed.forEach((origin, count) -> System.out.println(origin + ": " + count + " chains, sets and qdiscs removed"));
        if (removed.isEmpty() && failed.isEmpty()) {
            System.out.println("nothing of nofin's is here");
        }
    }
}
