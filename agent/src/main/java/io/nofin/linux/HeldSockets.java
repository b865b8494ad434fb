package io.nofin.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which sockets a process holds; see /proc/PID/fd in proc(5). May be used from any thread. */
public final class HeldSockets {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    private HeldSockets() {
    }

    /** Their inodes; none for a process that has ended, or is not ours to look into. */
    public static Set<Long> of(long pid) {
        Set<Long> inodes = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                add(file, inodes);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return inodes;
        }
        return inodes;
    }

    private static void add(Path file, Set<Long> inodes) {
        try {
            Matcher socket = SOCKET.matcher(Files.readSymbolicLink(file).toString());
            if (socket.matches()) {
                inodes.add(Long.parseLong(socket.group(1)));
            }
        } catch (IOException e) {
            // Closed meanwhile.
        }
    }
}
