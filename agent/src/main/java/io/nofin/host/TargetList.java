package io.nofin.host;

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
import java.util.stream.Collectors;

/**
 * What can be targeted on this host.
 *
 * @param dockerProblem why no containers are among them, if they could not be asked for
 */
public record TargetList(List<Entry> entries, Optional<String> dockerProblem) {

    /**
     * One of them.
     *
     * @param target in the notation of the command line
     */
    public record Entry(String target, String what) {

        /** For {@link JsonText}. */
        public Map<String, String> data() {
            Map<String, String> data = new LinkedHashMap<>();
            data.put("target", target);
            data.put("what", what);
            return data;
        }
    }

    public TargetList {
        entries = List.copyOf(entries);
    }

    /** Containers first, then named namespaces, then namespaces that processes are in. */
    public static TargetList now() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        try {
            new DockerResolver().running().forEach(container -> entries.add(entry(container)));
        } catch (TargetNotFoundException e) {
            problem = Optional.of(e.getMessage());
        }
        NamespaceScanner.scan().stream().filter(NamespaceScanner.Found::isTarget)
            .forEach(found -> entries.add(new Entry(found.origin(), found.path().toString())));
        return new TargetList(entries, problem);
    }

    public String text() {
        Columns columns = new Columns("target", "what");
        entries.forEach(entry -> columns.row(Quoted.visible(entry.target), Quoted.visible(entry.what)));
        return columns.text();
    }

    public String json() {
        return JsonText.of(entries.stream().map(Entry::data).toList());
    }

    private static Entry entry(DockerContainer container) {
        String labels = new TreeMap<>(container.labels()).entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue()).collect(Collectors.joining(", "));
        return new Entry("docker:" + container.name(), "container " + container.shortId() + (labels.isEmpty() ? "" : ", " + labels));
    }
}
