package io.nofin.target;

import io.nofin.scenario.TargetSpec;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds a namespace by its ip-netns(8) name, or by the path of its file. May be used from any thread. */
public final class NetnsResolver implements TargetResolver {

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        if (!(spec instanceof TargetSpec.Netns netns)) {
            throw new IllegalArgumentException("not a netns target: " + spec);
        }
        String origin = spec.toString();
        if (!Files.exists(netns.path())) {
            throw new TargetNotFoundException(origin + ": "
                + (isName(netns) ? missingName(netns) : netns.path() + " does not exist"));
        }
        if (!Files.isRegularFile(netns.path())) {       // opening anything else may block, or do something
            throw new TargetNotFoundException(origin + ": " + netns.path() + " is not a network namespace");
        }
        return List.of(NamespaceInspector.inspectOrClose(name, origin, NamespaceInspector.open(origin, netns.path())));
    }

    private static boolean isName(TargetSpec.Netns netns) {
        return netns.nameOrPath().indexOf('/') < 0;
    }

    private static String missingName(TargetSpec.Netns netns) throws IOException {
        List<String> names = names(netns.path().getParent());
        if (names.isEmpty()) {
            return "there is no network namespace of that name, nor any other: make one with ip netns add "
                + netns.nameOrPath() + ", or give the path of its file";
        }
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String nearest = names.stream()
            .min(Comparator.comparing(name -> distance.apply(name, netns.nameOrPath()))).orElseThrow();
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
