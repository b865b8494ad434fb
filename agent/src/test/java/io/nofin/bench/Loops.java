package io.nofin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The way of people who have no nofin: a shell that loops over namespaces. Its commands are the plainest that drop everything. */
final class Loops {

    private final List<Path> namespaces;
    private final Path directory;

    /** @param directory for the files that iptables-restore reads */
    Loops(List<Path> namespaces, Path directory) throws IOException {
        this.namespaces = namespaces;
        this.directory = directory;
        Files.writeString(directory.resolve("fire"), "*mangle\n-I POSTROUTING 1 ! -o lo -j DROP\nCOMMIT\n");
        Files.writeString(directory.resolve("heal"), "*mangle\n-D POSTROUTING ! -o lo -j DROP\nCOMMIT\n");
    }

    /** Returns the milliseconds that {@code iptables} and {@code ip6tables} take for all namespaces. */
    double iptables(boolean fire) throws Exception {
        String rule = (fire ? "-I POSTROUTING 1" : "-D POSTROUTING") + " ! -o lo -j DROP";
        return loop("iptables -w -t mangle " + rule, "ip6tables -w -t mangle " + rule);
    }

    /** Returns the milliseconds that {@code iptables-restore} and {@code ip6tables-restore} take for all namespaces. */
    double restore(boolean fire) throws Exception {
        String file = directory.resolve(fire ? "fire" : "heal").toString();
        return loop("iptables-restore --noflush -w < " + file, "ip6tables-restore --noflush -w < " + file);
    }

    private double loop(String... commands) throws Exception {
        String body = List.of(commands).stream().map(command -> "nsenter --net=$n " + command + " || exit 1; ")
            .collect(Collectors.joining());
        String list = namespaces.stream().map(Path::toString).collect(Collectors.joining(" "));
        return Sample.millis(() -> Command.run("sh", "-c", "for n in " + list + "; do " + body + "done"));
    }
}
