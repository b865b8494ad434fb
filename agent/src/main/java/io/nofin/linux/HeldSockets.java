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

/** Finds the sockets that a process holds; see /proc/PID/fd in proc(5). May be used from any thread. */
public final class HeldSockets {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    private HeldSockets() {
    }

    /** Returns the inodes of the sockets; none for a process that has ended or that we have no right to inspect. */
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
            // The file was closed meanwhile.
        }
    }
}
