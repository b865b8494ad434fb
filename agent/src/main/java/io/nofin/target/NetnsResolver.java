package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.EditDistance;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds a namespace by its ip-netns(8) name, or by the path of its file. May be used from any thread. */
public final class NetnsResolver implements TargetResolver {

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        if (!(spec instanceof TargetSpec.Netns netns)) {
            throw new IllegalArgumentException("not a netns target: " + spec);
        }
        String origin = spec.toString();
        return List.of(NamespaceInspector.inspectOrClose(name, origin, isName(netns) ? named(origin, netns) : at(origin, netns.path())));
    }

    private static NetworkNamespace named(String origin, TargetSpec.Netns netns) throws IOException {
        try {
            return NamespaceInspector.open(origin, netns.path());
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH ? new TargetNotFoundException(origin + ": " + missingName(netns)) : e;
        }
    }

    /**
     * Opens the namespace at a path. The error is the same for everything that is no namespace: the caller may not be allowed to know
     * which files there are.
     */
    private static NetworkNamespace at(String origin, Path path) throws IOException {
        try {
            return NamespaceInspector.open(origin, path);
        } catch (ErrnoException | TargetNotFoundException e) {
            throw new TargetNotFoundException(origin + ": there is no network namespace at " + path + " that nofin may enter:"
                + " write a name that ip netns prints, or the path of a namespace, such as /proc/4711/ns/net");
        }
    }

    private static boolean isName(TargetSpec.Netns netns) {
        return netns.nameOrPath().indexOf('/') < 0;
    }

    private static String missingName(TargetSpec.Netns netns) throws IOException {
        List<String> names = names(netns.path().getParent());
        if (names.isEmpty()) {
            return "there is no network namespace of that name, nor any other: make one with ip netns add "
                + netns.nameOrPath() + ", give the path of its file, or write docker:" + netns.nameOrPath() + " for a container";
        }
        String nearest = names.stream()
            .min(Comparator.comparing(name -> EditDistance.between(name, netns.nameOrPath()))).orElseThrow();
        return "there is no network namespace of that name; did you mean " + Quoted.visible(nearest) + "? There are: "
            + Quoted.visible(String.join(", ", names));
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
