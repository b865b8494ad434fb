package io.nofin.host;

import io.nofin.report.Columns;
import io.nofin.report.JsonText;
import io.nofin.target.DockerContainer;
import io.nofin.target.DockerResolver;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.Reach;
import io.nofin.target.TargetNotFoundException;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What can be targeted on this host.
 *
 * @param dockerProblem why no containers are among them, if they could not be asked for
 */
public record TargetList(List<Entry> entries, Optional<String> dockerProblem) {

    /** What is no target of this host. */
    public static final String ELSEWHERE = "elsewhere";

    /**
     * One of them.
     *
     * @param target    in the notation of the command line
     * @param namespace tells whether two of them are the same; empty, as what follows, where the namespace could not be looked into
     * @param addresses with the prefix of their network
     * @param reaches   the others that it has a route to, and {@value #ELSEWHERE} where a way leads out
     * @param labels    a container's; empty for what is none
     * @param path      of the namespace
     */
    public record Entry(String target, String what, String namespace, List<String> addresses, List<String> reaches, Map<String, String> labels, Path path) {

        public Entry {
            addresses = List.copyOf(addresses);
            reaches = List.copyOf(reaches);
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        /** For {@link JsonText}. */
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("target", target);
            data.put("what", what);
            data.put("namespace", namespace);
            data.put("addresses", addresses);
            data.put("reaches", reaches);
            data.put("labels", labels);
            return data;
        }
    }

    private record Named(String target, String what, Map<String, String> labels, Path path) {
    }

    public TargetList {
        entries = List.copyOf(entries);
    }

    /** Containers first, then named namespaces, then namespaces that processes are in. */
    public static TargetList now() throws IOException {
        List<Named> named = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        try {
            new DockerResolver().running().forEach(container -> named.add(named(container)));
        } catch (TargetNotFoundException e) {
            problem = Optional.of(e.getMessage());
        }
        NamespaceScanner.scan().stream().filter(NamespaceScanner.Found::isTarget)
            .forEach(found -> named.add(new Named(found.origin(), found.path().toString(), Map.of(), found.path())));
        return new TargetList(looked(named), problem);
    }

    public String text() {
        Columns columns = new Columns("target", "what");
        entries.forEach(entry -> columns.row(Quoted.visible(entry.target), Quoted.visible(entry.what)));
        return columns.text();
    }

    public String json() {
        return JsonText.of(entries.stream().map(Entry::data).toList());
    }

    private static List<Entry> looked(List<Named> named) {
        List<Optional<Reach.Seen>> seen = Reach.between(named.stream().map(Named::path).toList());
        return IntStream.range(0, named.size()).mapToObj(i -> {
            Named one = named.get(i);
            return seen.get(i).map(found -> new Entry(one.target, one.what, found.namespace(), found.addresses(), reached(named, found), one.labels, one.path))
                .orElseGet(() -> new Entry(one.target, one.what, "", List.of(), List.of(), one.labels, one.path));
        }).toList();
    }

    private static List<String> reached(List<Named> named, Reach.Seen seen) {
        return Stream.concat(seen.reaches().stream().map(i -> named.get(i).target), seen.outside() ? Stream.of(ELSEWHERE) : Stream.of()).toList();
    }

    private static Named named(DockerContainer container) {
        String labels = new TreeMap<>(container.labels()).entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue()).collect(Collectors.joining(", "));
        return new Named("docker:" + container.name(), "container " + container.shortId() + (labels.isEmpty() ? "" : ", " + labels),
            container.labels(), Path.of("/proc", Long.toString(container.pid()), "ns/net"));
    }
}
