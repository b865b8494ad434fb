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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who is there, target by target: hosts that were found, and addresses of those that left and may come back. Not thread-safe. */
final class Cast {

    private final Map<String, List<TargetHost>> found = new LinkedHashMap<>();
    private final Map<String, Map<String, HostRef>> away = new HashMap<>();     // by target, then by origin
    private final Map<NetworkNamespace.Id, Path> paths = new HashMap<>();
    private final Map<Path, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private final Set<Path> newcomers = new HashSet<>();
    private final List<TargetHost> left = new ArrayList<>();

    /** Two targets may be one namespace: the plan knows it by the path under which it was found first. */
    void add(String target, TargetHost host) {
        found.computeIfAbsent(target, any -> new ArrayList<>()).add(host);
        Path path = paths.computeIfAbsent(host.namespace().id(), any -> free(host.namespace()));
        namespaces.putIfAbsent(path, host.namespace());
    }

    /** Adds one in the place of its earlier life; a namespace that is known keeps its descriptor and gets the new addresses. */
    boolean arrive(String target, TargetHost host) {
        List<TargetHost> hosts = found.computeIfAbsent(target, any -> new ArrayList<>());
        Optional<TargetHost> known = hosts.stream().filter(other -> other.namespace().equals(host.namespace())).findFirst();
        if (known.isPresent()) {
            host.namespace().close();
            boolean moved = known.get().origin().equals(host.origin()) && !known.get().addresses().equals(host.addresses());
            if (moved) {
                hosts.set(hosts.indexOf(known.get()), known.get().movedTo(host));
            }
            return moved;
        }
        leave(host.origin(), target);
        away.computeIfAbsent(target, any -> new LinkedHashMap<>()).remove(host.origin());
        boolean isNew = !paths.containsKey(host.namespace().id());
        add(target, host);
        if (isNew) {
            newcomers.add(path(host));
        }
        return true;
    }

    boolean leave(String origin) {
        return List.copyOf(found.keySet()).stream().filter(target -> leave(origin, target)).count() > 0;
    }

    /** Leaves no address behind. */
    boolean forget(String origin) {
        boolean wasThere = leave(origin);
        return away.values().stream().filter(hosts -> hosts.remove(origin) != null).count() > 0 || wasThere;
    }

    void letGo() {
        left.removeIf(host -> {
            boolean unused = !paths.containsKey(host.namespace().id());
            if (unused) {
                host.namespace().close();
            }
            return unused;
        });
    }

    List<TargetHost> hosts(String target) {
        return found.getOrDefault(target, List.of());
    }

    /** Every host, by the path under which the plan knows its namespace. */
    Map<Path, TargetHost> all() {
        Map<Path, TargetHost> hosts = new LinkedHashMap<>();
        found.values().forEach(all -> all.forEach(host -> hosts.putIfAbsent(path(host), host)));
        return hosts;
    }

    /** Of all targets, those who are away among them: they are in no namespace that gets rules. */
    Map<String, List<HostRef>> refs() {
        Map<String, List<HostRef>> refs = new HashMap<>();
        found.forEach((target, hosts) -> refs.put(target, Stream.concat(hosts.stream().map(this::ref),
            away.getOrDefault(target, Map.of()).values().stream()).toList()));
        return refs;
    }

    Path path(TargetHost host) {
        return paths.get(host.namespace().id());
    }

    Map<Path, NetworkNamespace> namespaces() {
        return namespaces;
    }

    /** The namespaces that came by {@link #arrive}. */
    Set<Path> newcomers() {
        return Set.copyOf(newcomers);
    }

    private boolean leave(String origin, String target) {
        List<TargetHost> leaving = found.get(target).stream().filter(host -> host.origin().equals(origin)).toList();
        for (TargetHost host : leaving) {
            away.computeIfAbsent(target, any -> new LinkedHashMap<>()).put(origin, ref(host));
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

    private HostRef ref(TargetHost host) {
        return new HostRef(host.label(), host.origin(), path(host), host.addresses());
    }

    /** A process's path means another namespace when the process is a later one of the same number. */
    private Path free(NetworkNamespace namespace) {
        return namespaces.containsKey(namespace.path()) ? namespace.descriptorPath() : namespace.path();
    }
}
