package io.nofin.host;

import io.nofin.api.JsonText;
import io.nofin.api.TargetNotFoundException;
import io.nofin.report.Columns;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.Container;
import io.nofin.target.ContainerRuntime;
import io.nofin.target.ContainerRuntimes;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.Reachability;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The possible targets on this host.
 *
 * @param problem the reason why containers are missing, if they could not be asked for
 */
public record TargetList(List<Entry> entries, Optional<String> problem) {

    /** The stand-in for everything that is no target of this host. */
    public static final String ELSEWHERE = "elsewhere";

    private static final int MENTIONED = 4;

    /**
     * A possible target.
     *
     * @param kind      its kind, which its notation begins with
     * @param name      what stands behind the kind in its notation; {@code host} for the host's own
     * @param command   the program of a process; empty for what is none
     * @param what      a full description; for a container, its id and labels
     * @param container more about it, if it is a container
     * @param namespace an identity by which two entries of the same namespace are recognised; empty, like the components after it,
     *                  where the namespace could not be looked into
     * @param addresses the addresses with the prefix of their network
     * @param reaches   the others that it has a route to, and {@value #ELSEWHERE} where a way leads out
     * @param labels    a container's labels; empty for any other target
     * @param path      the path of the namespace
     */
    public record Entry(TargetKind kind, String name, String command, String what, Optional<ContainerFacts> container, String namespace,
            List<String> addresses, List<String> reaches, Map<String, String> labels, Path path) {

        public Entry {
            addresses = List.copyOf(addresses);
            reaches = List.copyOf(reaches);
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        /** Returns the target in the notation of the command line. */
        public String target() {
            return kind.notationOf(name);
        }

        /** Returns the entry as {@link JsonText} takes it. */
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("target", target());
            data.put("kind", kind.word());
            data.put("name", name);
            data.put("what", what);
            data.put("namespace", namespace);
            data.put("addresses", addresses);
            data.put("reaches", reaches);
            data.put("labels", labels);
            if (!command.isEmpty()) {
                data.put("command", command);
            }
            container.ifPresent(known -> {
                data.put("image", known.image);
                data.put("networks", known.networks);
                data.put("compose", known.compose.orElse(null));
                data.put("shares-network-of", known.sharesWith.orElse(null));
            });
            return data;
        }

        /** Returns what a person looks for. */
        private String summary() {
            return container.map(known -> known.image + known.sharesWith.map(other -> ", which shares the network of " + other).orElse("")).orElse(what);
        }
    }

    /**
     * The properties of a container.
     *
     * @param networks   the names of its networks
     * @param compose    {@code project/service}
     * @param sharesWith the name of the container whose network it shares
     */
    public record ContainerFacts(String image, List<String> networks, Optional<String> compose, Optional<String> sharesWith) {

        public ContainerFacts {
            networks = List.copyOf(networks);
        }
    }

    private record Named(TargetKind kind, String name, String command, String what, Optional<ContainerFacts> container, Map<String, String> labels, Path path) {
    }

    public TargetList {
        entries = List.copyOf(entries);
    }

    /** Lists containers first, then named namespaces, then namespaces that processes are in. */
    public static TargetList now() throws IOException {
        List<Named> named = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        for (ContainerRuntime runtime : ContainerRuntimes.all()) {
            try {
                List<Container> running = runtime.running();
                running.forEach(container -> named.add(named(runtime.named(container), container, running)));
            } catch (TargetNotFoundException e) {
                problem = Optional.of(problem.map(before -> before + "; ").orElse("") + e.getMessage());
            }
        }
        NamespaceScanner.scan().stream().filter(NamespaceScanner.FoundNamespace::isTarget)
            .forEach(found -> named.add(new Named(found.kind(), found.name(), found.user(), found.path().toString(), Optional.empty(), Map.of(), found.path())));
        return new TargetList(looked(named), problem);
    }

    /**
     * Returns what a person looks for, each namespace of a container once.
     *
     * @param labels whether containers' ids and labels are shown, too
     */
    public String text(boolean labels) {
        Set<String> containers = entries.stream().filter(entry -> entry.container.isPresent()).map(Entry::namespace).collect(Collectors.toSet());
        Columns columns = labels ? new Columns("target", "what", "networks", "addresses", "compose", "labels")
            : new Columns("target", "what", "networks", "addresses", "compose");
        for (Entry entry : entries) {
            if (entry.kind == TargetKind.PID && containers.contains(entry.namespace)) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(entry.target() + (entry.command.isEmpty() ? "" : " (" + entry.command + ")"), entry.summary(),
                some(entry.container.map(ContainerFacts::networks).orElse(List.of())), some(entry.addresses.stream().map(TargetList::bare).toList()),
                entry.container.flatMap(ContainerFacts::compose).orElse("")));
            if (labels) {
                cells.add(entry.container.isPresent() ? entry.what : "");
            }
            columns.row(cells.stream().map(Quoted::visible).toArray(String[]::new));
        }
        return columns.text();
    }

    private static String some(List<String> all) {
        return all.stream().limit(MENTIONED).collect(Collectors.joining(", ")) + (all.size() > MENTIONED ? " and " + (all.size() - MENTIONED) + " more" : "");
    }

    private static String bare(String addressWithPrefix) {
        return addressWithPrefix.replaceFirst("/\\d+$", "");
    }

    public String json() {
        return JsonText.of(entries.stream().map(Entry::data).toList());
    }

    private static List<Entry> looked(List<Named> named) {
        List<Optional<Reachability.NamespaceReach>> seen = Reachability.between(named.stream().map(Named::path).toList());
        return IntStream.range(0, named.size()).mapToObj(i -> {
            Named one = named.get(i);
            return seen.get(i).map(found -> new Entry(one.kind, one.name, one.command, one.what, one.container, found.namespace(), found.addresses(), reached(named, found),
                    one.labels, one.path))
                .orElseGet(() -> new Entry(one.kind, one.name, one.command, one.what, one.container, "", List.of(), List.of(), one.labels, one.path));
        }).toList();
    }

    private static List<String> reached(List<Named> named, Reachability.NamespaceReach seen) {
        return Stream.concat(seen.reaches().stream().map(i -> named.get(i).kind.notationOf(named.get(i).name)), seen.outside() ? Stream.of(ELSEWHERE) : Stream.of()).toList();
    }

    private static Named named(TargetSpec target, Container container, List<Container> running) {
        String labels = new TreeMap<>(container.labels()).entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue()).collect(Collectors.joining(", "));
        Optional<String> shares = container.joined().map(id -> running.stream().filter(other -> other.id().equals(id)).findFirst()
            .map(Container::name).orElse(id));
        return new Named(target.kind(), container.name(), "", "container " + container.shortId() + (labels.isEmpty() ? "" : ", " + labels),
            Optional.of(new ContainerFacts(container.image(), container.attachments().stream().map(Container.Attachment::network).toList(),
                container.compose(), shares)), container.labels(), Path.of("/proc", Long.toString(container.pid()), "ns/net"));
    }
}
