package io.nofin.cli;

import io.nofin.report.Columns;
import io.nofin.report.JsonText;
import io.nofin.target.DockerContainer;
import io.nofin.target.DockerResolver;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.TargetNotFoundException;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin targets}. */
@Command(name = "targets", mixinStandardHelpOptions = true, header = "List what can be targeted here.",
    description = "Containers, named namespaces, and namespaces that processes are in; the host needs --allow-host.")
final class TargetsCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output;

    private final List<Map<String, String>> targets = new ArrayList<>();
    private Optional<String> dockerProblem = Optional.empty();

    @Override
    public Integer call() throws IOException {
        addContainers();
        for (NamespaceScanner.Found found : NamespaceScanner.scan()) {
            if (found.isTarget()) {
                add(found.origin(), found.path().toString());
            }
        }
        if (output.json()) {
            System.out.print(JsonText.of(targets));
            return ExitCode.DONE;
        }
        Columns columns = new Columns("target", "what");
        targets.forEach(target -> columns.row(target.get("target"), target.get("what")));
        System.out.print(columns.text());
        dockerProblem.ifPresent(problem -> System.err.println("no containers: " + problem));
        return ExitCode.DONE;
    }

    private void addContainers() throws IOException {
        try {
            for (DockerContainer container : new DockerResolver().running()) {
                String labels = new TreeMap<>(container.labels()).entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue()).collect(Collectors.joining(", "));
                add("docker:" + container.name(), "container " + container.shortId() + (labels.isEmpty() ? "" : ", " + labels));
            }
        } catch (TargetNotFoundException e) {
            dockerProblem = Optional.of(e.getMessage());
        }
    }

    private void add(String target, String what) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("target", output.json() ? target : Quoted.visible(target));
        entry.put("what", output.json() ? what : Quoted.visible(what));
        targets.add(entry);
    }
}
