package io.nofin.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of this process's class path that everybody can read. */
public final class NobodyClassPath {

    private NobodyClassPath() {
    }

    public static String copyTo(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path target = directory.resolve(Integer.toString(entries.size()));
            copyTree(Path.of(entry), target);
            entries.add(target.toString());
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.map(Path::toFile).forEach(file -> {
                file.setReadable(true, false);
                file.setExecutable(file.isDirectory(), false);
            });
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
