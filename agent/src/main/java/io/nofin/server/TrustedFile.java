package io.nofin.server;

import io.nofin.linux.LibC;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Looks at a file that decides who gets in: nobody but root and the agent's own user may have a hand in it, in a folder on the way to it,
 * or in a link. Folders that everybody may write are accepted where they are sticky, as /tmp is: what is in them is its owner's.
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
     * @param secret whether other users may not even read the file
     * @throws BadValueException when another user could change it
     * @throws IOException       when the file does not exist
     */
    static void check(Path file, boolean secret) throws IOException {
        Path found = follow(file.toAbsolutePath(), file, 0);
        int mode = mode(found);
        if ((mode & (secret ? OF_OTHERS | GROUP_WRITES : WRITABLE)) != 0) {
            throw new BadValueException(file + (secret ? " may be read or written by others" : " may be written by others"),
                "chmod " + (secret ? "600 " : "go-w ") + file);
        }
    }

    /** Returns the file that is meant, every folder and link on the way to it being looked at. */
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
            throw new BadValueException("others may write in " + folder + ", where " + asked + " is", "chmod go-w " + folder);
        }
    }

    private static int mode(Path path) throws IOException {
        return (int) attributes(path).get("mode");
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }
}
