package io.nofin.linux;

import static io.nofin.linux.OpenFlags.O_CLOEXEC;
import static io.nofin.linux.OpenFlags.O_CREAT;
import static io.nofin.linux.OpenFlags.O_DIRECTORY;
import static io.nofin.linux.OpenFlags.O_EXCL;
import static io.nofin.linux.OpenFlags.O_NOFOLLOW;
import static io.nofin.linux.OpenFlags.O_PATH;
import static io.nofin.linux.OpenFlags.O_WRONLY;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * A folder for files that nofin gives to people: reports and captures. It is held by its descriptor, so that it stays the same whatever
 * becomes of its path. Each file is a new one, of mode 0600, that replaces the file of its name; a link, a pipe or a hard link of that
 * name is never opened. Missing folders are created with mode 0700. When nofin was started by sudo(8), whatever it creates belongs to the
 * user who called sudo.
 *
 * <p>As root it writes only to folders of root and of sudo's caller, and follows no other user's links on the way there.
 */
public final class OutputFolder implements AutoCloseable {

    private static final int OWNER_ONLY_FILE = 0600;
    private static final int OWNER_ONLY_FOLDER = 0700;
    private static final int MOST_LINKS = 40;               // MAXSYMLINKS in linux/namei.h

    private final Path path;
    private final OptionalInt caller;
    private FileDescriptor folder;

    /** A writer of one file's content. */
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    private OutputFolder(Path path, OptionalInt caller, FileDescriptor root) {
        this.path = path;
        this.caller = caller;
        this.folder = root;
    }

    /**
     * Opens a folder, and creates it if it is missing.
     *
     * @throws FileSystemException when the folder must not or cannot be written to, with a reason that says what to do
     */
    public static OutputFolder open(Path path) throws IOException {
        return open(path, caller());
    }

    static OutputFolder open(Path path, OptionalInt caller) throws IOException {
        OutputFolder opened = new OutputFolder(path, caller, FileDescriptor.open(Path.of("/")));
        try {
            opened.walk();
            opened.check();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Writes a text file, in UTF-8. */
    public void write(String name, String text) throws IOException {
        write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes a file. The name leads to the whole new file or, if writing fails, to the one that was there before. */
    public void write(String name, Content content) throws IOException {
        String unfinished = "." + name + "." + Long.toHexString(System.nanoTime());
        try (FileDescriptor file = FileDescriptor.of(Syscall.check("open " + path.resolve(unfinished), () -> LibC.INSTANCE.openat(
                folder.number(), unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, OWNER_ONLY_FILE)))) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path()))) {
                content.to(out);
            }
            give(file);
            Files.move(entry(unfinished), entry(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(entry(unfinished));
            throw e;
        }
    }

    @Override
    public void close() {
        folder.close();
    }

    /** Opens one name after the other, each relative to the folder before, so that nobody can put another folder between. */
    private void walk() throws IOException {
        Deque<Path> names = new ArrayDeque<>();
        path.toAbsolutePath().normalize().forEach(names::add);
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.pop().toString();
            if (Files.isSymbolicLink(entry(name))) {
                refuseLinkOfOthers(name, ++links);
                Path target = Files.readSymbolicLink(entry(name));
                if (target.isAbsolute()) {
                    enter(FileDescriptor.open(Path.of("/")));
                }
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    names.push(target.getName(i));
                }
            } else {
                enter(name);
            }
        }
    }

    private void enter(String name) throws IOException {
        boolean made = LibC.INSTANCE.mkdirat(folder.number(), name, OWNER_ONLY_FOLDER) == 0;
        enter(FileDescriptor.of(Syscall.check("open folder " + path,
            () -> LibC.INSTANCE.openat(folder.number(), name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0))));
        if (made) {
            give(folder);
        }
    }

    private void enter(FileDescriptor next) {
        folder.close();
        folder = next;
    }

    private void refuseLinkOfOthers(String name, int links) throws IOException {
        int owner = (Integer) Files.getAttribute(entry(name), "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (links > MOST_LINKS || !mayBe(owner)) {
            throw new FileSystemException(path.toString(), null, "'" + name + "' on the way there is a link of user " + owner
                + "'s, which root does not follow: name the folder that it leads to");
        }
    }

    private void check() throws IOException {
        int owner = (Integer) Files.getAttribute(folder.path(), "unix:uid");
        if (!mayBe(owner)) {
            throw new FileSystemException(path.toString(), null, "it is user " + owner
                + "'s, and as root nofin writes only to folders of root's" + (caller.isPresent() ? " or of sudo's caller" : "")
                + ": name another, or a place for a new one");
        }
        if (!Files.isWritable(folder.path())) {
            throw new FileSystemException(path.toString(), null, "it cannot be written to: name another folder");
        }
    }

    private boolean mayBe(int owner) {
        return LibC.INSTANCE.geteuid() != 0 || owner == 0 || caller.isPresent() && owner == caller.getAsInt();
    }

    /** Gives a file to sudo's caller, by its descriptor. */
    private void give(FileDescriptor made) throws IOException {
        if (caller.isPresent()) {
            Files.setAttribute(made.path(), "unix:uid", caller.getAsInt());
        }
    }

    private Path entry(String name) {
        return folder.path().resolve(name);
    }

    /** Returns the user who called sudo(8), if this process is root because of that. */
    private static OptionalInt caller() {
        String caller = System.getenv("SUDO_UID");
        return LibC.INSTANCE.geteuid() == 0 && caller != null && caller.matches("[1-9]\\d{0,8}")
            ? OptionalInt.of(Integer.parseInt(caller)) : OptionalInt.empty();
    }
}
