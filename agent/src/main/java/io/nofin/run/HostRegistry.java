package io.nofin.run;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostRef;
import io.nofin.target.TargetHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The hosts of each target that were found, and the addresses of those that left and may come back. Not thread-safe. */
final class HostRegistry {

    /** The path of hosts that left, whose own path may belong to others now, which get rules. */
    private static final Path NOWHERE = Path.of("away");

    private final Map<String, List<TargetHost>> found = new LinkedHashMap<>();
    private final Map<String, Map<String, HostRef>> away = new HashMap<>();     // by target, then by origin
    private final Map<NetworkNamespace.Id, Path> paths = new HashMap<>();
    private final Map<Path, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private final Set<Path> newcomers = new HashSet<>();
    private final List<TargetHost> left = new ArrayList<>();

    /**
     * Adds a host of a target. When two targets are in one namespace, the plan knows it by the path under which it was found first.
     */
    void add(String target, TargetHost host) {
        found.computeIfAbsent(target, key -> new ArrayList<>()).add(host);
        Path path = paths.computeIfAbsent(host.namespace().id(), key -> free(host.namespace()));
        namespaces.putIfAbsent(path, host.namespace());
    }

    /**
     * Adds a host that came while the run goes on. It replaces its earlier life, and stays beside others in its namespace; all of
     * them get the addresses that were found last.
     *
     * @param host closed here when it is known already
     * @return whether the plan has to change
     */
    boolean arrive(String target, TargetHost host) {
        Map<String, List<HostRef>> before = refs();
        List<TargetHost> hosts = found.computeIfAbsent(target, key -> new ArrayList<>());
        boolean isNew = !paths.containsKey(host.namespace().id());
        if (hosts.stream().anyMatch(other -> other.origin().equals(host.origin()) && other.namespace().equals(host.namespace()))) {
            host.namespace().close();
        } else {
            leave(host.origin(), target);
            away.computeIfAbsent(target, key -> new LinkedHashMap<>()).remove(host.origin());
            add(target, host);
        }
        if (isNew) {
            newcomers.add(path(host));
        }
        found.values().forEach(all -> all.replaceAll(other -> other.namespace().equals(host.namespace()) ? other.movedTo(host) : other));
        return !refs().equals(before);
    }

    boolean leave(String origin) {
        return List.copyOf(found.keySet()).stream().filter(target -> leave(origin, target)).count() > 0;
    }

    /** Forgets a host and its addresses. */
    boolean forget(String origin) {
        boolean wasThere = leave(origin);
        return away.values().stream().filter(hosts -> hosts.remove(origin) != null).count() > 0 || wasThere;
    }

    /**
     * Closes namespaces that no host is in any more. One that other hosts are in stays open under the descriptor that the plan knows.
     */
    void letGo() {
        left.removeIf(host -> {
            boolean unused = namespaces.values().stream().noneMatch(namespace -> namespace == host.namespace());
            if (unused) {
                host.namespace().close();
            }
            return unused;
        });
    }

    /** Closes all namespaces that hosts left. */
    void end() {
        left.forEach(host -> host.namespace().close());
        left.clear();
    }

    List<TargetHost> hosts(String target) {
        return found.getOrDefault(target, List.of());
    }

    /** Returns every host by the path under which the plan knows its namespace. */
    Map<Path, TargetHost> all() {
        Map<Path, TargetHost> hosts = new LinkedHashMap<>();
        found.values().forEach(all -> all.forEach(host -> hosts.putIfAbsent(path(host), host)));
        return hosts;
    }

    /** Returns the hosts of all targets, each namespace once. Those that left are among them, with a path that gets no rules. */
    Map<String, List<HostRef>> refs() {
        Map<String, List<HostRef>> refs = new HashMap<>();
        found.forEach((target, hosts) -> {
            Map<Path, HostRef> present = new LinkedHashMap<>();
            hosts.forEach(host -> present.putIfAbsent(path(host), ref(host, path(host))));
            refs.put(target, Stream.concat(present.values().stream(), away.getOrDefault(target, Map.of()).values().stream()).toList());
        });
        return refs;
    }

    Path path(TargetHost host) {
        return paths.get(host.namespace().id());
    }

    Map<Path, NetworkNamespace> namespaces() {
        return namespaces;
    }

    /** Returns the namespaces that came by {@link #arrive}. */
    Set<Path> newcomers() {
        return Set.copyOf(newcomers);
    }

    private boolean leave(String origin, String target) {
        List<TargetHost> leaving = found.get(target).stream().filter(host -> host.origin().equals(origin)).toList();
        for (TargetHost host : leaving) {
            away.computeIfAbsent(target, key -> new LinkedHashMap<>()).put(origin, ref(host, NOWHERE));
            found.get(target).remove(host);
            left.add(host);
            if (found.values().stream().flatMap(List::stream).noneMatch(other -> other.namespace().equals(host.namespace()))) {
                Path path = paths.remove(host.namespace().id());
                namespaces.remove(path);
                newcomers.remove(path);
            }
        }
        return !leaving.isEmpty();
    }

    private static HostRef ref(TargetHost host, Path namespace) {
        return new HostRef(host.label(), host.origin(), namespace, host.addresses(), host.interfaces(), host.networks());
    }

    /** Returns a path that is unique to the namespace: a process's path means another one when the process number is reused. */
    private Path free(NetworkNamespace namespace) {
        return namespaces.containsKey(namespace.path()) ? namespace.descriptorPath() : namespace.path();
    }
}
