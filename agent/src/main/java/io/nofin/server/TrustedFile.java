package io.nofin.server;

import io.nofin.linux.LibC;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Checks a file that decides who gets in: no user but root and the agent's own may change it, a folder on the way to it, or a link.
 * Folders that every user may write are accepted when they are sticky, as /tmp is, since each file in them belongs to its owner.
 */
final class TrustedFile {

    private static final int ROOT = 0;
    private static final int WRITABLE = 0022;
    private static final int WRITABLE_BY_ALL_BUT_THE_GROUP = 0002;
    private static final int STICKY = 01000;
    private static final int OF_OTHERS = 0007;
    private static final int GROUP_WRITES = 0020;
    /** The most links that the kernel follows, see path_resolution(7). */
    private static final int MOST_LINKS = 40;

    private TrustedFile() {
    }

    /**
     * @param secret whether other users must not even read the file
     * @throws BadValueException when another user could change it
     * @throws IOException       when the file does not exist
     */
    static void check(Path file, boolean secret) throws IOException {
        Path found = follow(file.toAbsolutePath(), file, 0);
        int mode = mode(found);
        if ((mode & (secret ? OF_OTHERS | GROUP_WRITES : WRITABLE)) != 0) {
            throw new BadValueException(file + (secret ? " may be read or written by other users" : " may be written by other users"),
                "chmod " + (secret ? "600 " : "go-w ") + file);
        }
    }

    /** Returns the file that the path leads to, after checking every folder and link on the way. */
    private static Path follow(Path path, Path asked, int links) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            return path;
        }
        Path folder = follow(parent, asked, links);
        checkFolder(folder, asked);
        Path here = path.getFileName().toString().equals("..") ? folder.resolve("..").toRealPath() : folder.resolve(path.getFileName());
        checkOwner(here, asked);
        if (!Files.isSymbolicLink(here)) {
            return here;
        }
        if (links == MOST_LINKS) {
            throw new BadValueException("too many links on the way to " + asked, "name the file itself");
        }
        return follow(folder.resolve(Files.readSymbolicLink(here)), asked, links + 1);
    }

    private static void checkOwner(Path path, Path asked) throws IOException {
        int owner = (int) attributes(path).get("uid");
        if (owner != ROOT && owner != LibC.INSTANCE.geteuid()) {
            throw new BadValueException(path + " belongs to another user (" + owner + ")" + (path.equals(asked) ? "" : ", and " + asked + " depends on it"),
                "chown root " + path);
        }
    }

    private static void checkFolder(Path folder, Path asked) throws IOException {
        Map<String, Object> attributes = attributes(folder);
        int writable = (int) attributes.get("gid") == ROOT ? WRITABLE_BY_ALL_BUT_THE_GROUP : WRITABLE;
        int mode = (int) attributes.get("mode");
        if ((mode & writable) != 0 && (mode & STICKY) == 0) {
            throw new BadValueException("other users may write in " + folder + ", where " + asked + " is", "chmod go-w " + folder);
        }
    }

    private static int mode(Path path) throws IOException {
        return (int) attributes(path).get("mode");
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }
}
