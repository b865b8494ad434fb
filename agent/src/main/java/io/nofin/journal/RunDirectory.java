package io.nofin.journal;

import static io.nofin.linux.OpenFlags.O_CLOEXEC;
import static io.nofin.linux.OpenFlags.O_DIRECTORY;
import static io.nofin.linux.OpenFlags.O_NOFOLLOW;
import static io.nofin.linux.OpenFlags.O_RDONLY;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The directory in which runs keep their journals. Nobody except its owner may look into it, and no link in it is followed. Where the
 * owner lets them, others may pass through to files that they know by name and may open: that is how they reach the agent's socket.
 */
public record RunDirectory(Path path) {

    public static final RunDirectory STANDARD = new RunDirectory(Path.of("/run/nofin"));

    /** The end of a journal's name, behind the run's id. */
    public static final String SUFFIX = ".journal";

    private static final int OWNER_ONLY = 0700;
    private static final int OTHERS_LOOK_OR_WRITE = 0066;

    /** Returns the names of all journals; none where there is no such directory. */
    public List<String> journals() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (NoSuchFileException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    /** Returns the path of a journal. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Returns the kill switch: no fault fires on this host while the file exists. */
    public Path killSwitch() {
        return path.resolve("stop");
    }

    static String name(String run) {
        return run + SUFFIX;
    }

    /** Opens the directory, and creates it if it is missing, for calls such as openat(2). */
    FileDescriptor open() throws IOException {
        FileDescriptor directory = opened();
        try {
            Map<String, Object> found = Files.readAttributes(directory.path(), "unix:uid,mode");
            if ((Integer) found.get("uid") != LibC.INSTANCE.geteuid() || ((Integer) found.get("mode") & OTHERS_LOOK_OR_WRITE) != 0) {
                throw new JournalException(path + " is not this user's alone: look at what is in it, and remove it");
            }
            return directory;
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    private FileDescriptor opened() throws IOException {
        try {
            return present();
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        if (LibC.INSTANCE.mkdir(path.toString(), OWNER_ONLY) != 0 && LibC.errno() != Errno.EEXIST.value()) {
            throw new ErrnoException("mkdir " + path, LibC.errno());
        }
        return present();
    }

    private FileDescriptor present() throws IOException {
        return FileDescriptor.of(Syscall.check("open " + path,
            () -> LibC.INSTANCE.open(path.toString(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0)));
    }
}
