package io.nofin.journal;

import static io.nofin.linux.OpenFlags.O_APPEND;
import static io.nofin.linux.OpenFlags.O_CLOEXEC;
import static io.nofin.linux.OpenFlags.O_CREAT;
import static io.nofin.linux.OpenFlags.O_EXCL;
import static io.nofin.linux.OpenFlags.O_NOFOLLOW;
import static io.nofin.linux.OpenFlags.O_NONBLOCK;
import static io.nofin.linux.OpenFlags.O_RDONLY;
import static io.nofin.linux.OpenFlags.O_RDWR;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.FileLock;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One journal, open. Not thread-safe. */
public final class JournalFile implements AutoCloseable {

    private static final int OWNER_ONLY = 0600;
    private static final int S_IFMT = 0170000;
    private static final int S_IFREG = 0100000;
    private static final int LONGEST = 64 << 20;

    private final RunDirectory directory;
    private final String name;
    private final FileDescriptor file;

    private JournalFile(RunDirectory directory, String name, FileDescriptor file) {
        this.directory = directory;
        this.name = name;
        this.file = file;
    }

    /** Creates a new journal, for appending. */
    static JournalFile create(RunDirectory directory, String name) throws IOException {
        return open(directory, name, O_RDWR | O_CREAT | O_EXCL | O_APPEND);
    }

    /**
     * Opens a journal for reading.
     *
     * @return empty when it is gone
     * @throws JournalException when it is a link, or anything else that nofin did not create
     */
    public static Optional<JournalFile> open(RunDirectory directory, String name) throws IOException {
        JournalFile opened;
        try {
            opened = open(directory, name, O_RDONLY | O_NONBLOCK);      // without O_NONBLOCK it would hang on a named pipe
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e.errno() == Errno.ELOOP ? foreign(directory, name) : e;
        }
        Map<String, Object> found = opened.attributes();
        if (((Integer) found.get("mode") & S_IFMT) != S_IFREG || (Integer) found.get("uid") != LibC.INSTANCE.geteuid()
                || (Integer) found.get("nlink") > 1) {
            opened.close();
            throw foreign(directory, name);
        }
        return Optional.of(opened);
    }

    /** Returns the namespaces in all journals of this version, of living runs and of dead ones. */
    public static List<NamespaceRecord> places(RunDirectory directory) throws IOException {
        return all(directory).stream().flatMap(journal -> journal.places().stream()).toList();
    }

    /** Returns the content of all journals of this version, of living runs and of dead ones. */
    public static List<JournalText> all(RunDirectory directory) throws IOException {
        List<JournalText> journals = new ArrayList<>();
        for (String name : directory.journals()) {
            try {
                Optional<JournalFile> found = open(directory, name);
                if (found.isPresent()) {
                    try (JournalFile file = found.get()) {
                        file.read().ifPresent(journals::add);
                    }
                }
            } catch (JournalException notOurs) {
                // It was not written by a run of this version.
            }
        }
        return journals;
    }

    public String name() {
        return name;
    }

    /** Returns the descriptor, for programs that are to count as the owner too, see {@link io.nofin.linux.Program#run}. */
    public FileDescriptor descriptor() {
        return file;
    }

    /** Becomes the owner of the run, unless another process owns it. */
    public boolean tryLock() throws IOException {
        return FileLock.tryLock(file);
    }

    /** Returns whether the journal still exists, that is, nobody has removed it since it was opened. */
    public boolean isThere() throws IOException {
        return (Integer) attributes().get("nlink") > 0;
    }

    /**
     * Reads the journal.
     *
     * @return empty when its agent never finished the header
     */
    public Optional<JournalText> read() throws IOException {
        if (Files.size(file.path()) > LONGEST) {
            throw new JournalException(directory.resolve(name) + " is too long for a journal");
        }
        try {
            return JournalText.parse(Files.readString(file.path(), StandardCharsets.ISO_8859_1));
        } catch (JournalException e) {
            throw new JournalException(directory.resolve(name) + ": " + e.getMessage() + ": left as it is; if it is not needed, remove it");
        }
    }

    /** Removes the journal. No error if it is gone. */
    public void remove() throws IOException {
        try (FileDescriptor in = directory.open()) {
            Syscall.check("unlink " + directory.resolve(name), () -> LibC.INSTANCE.unlinkat(in.number(), name, 0));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /**
     * Appends lines, all or none of which count. Whoever reads the journal finds them from then on, even when no process is left. They
     * do not wait for a disk: what the journal undoes is in the memory of the kernel, as the file's content is, and both end together.
     */
    void write(String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.US_ASCII);
        int written = Syscall.check("write " + directory.resolve(name), () -> LibC.INSTANCE.write(file.number(), bytes, bytes.length));
        if (written < bytes.length) {
            throw new ErrnoException("write " + directory.resolve(name), Errno.ENOSPC.value());
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private static JournalFile open(RunDirectory directory, String name, int flags) throws IOException {
        try (FileDescriptor in = directory.open()) {
            return new JournalFile(directory, name, FileDescriptor.of(Syscall.check("open " + directory.resolve(name),
                () -> LibC.INSTANCE.openat(in.number(), name, flags | O_NOFOLLOW | O_CLOEXEC, OWNER_ONLY))));
        }
    }

    private static JournalException foreign(RunDirectory directory, String name) {
        return new JournalException(directory.resolve(name) + " is not a file that nofin made: find out where it comes from, and remove it");
    }

    private Map<String, Object> attributes() throws IOException {
        return Files.readAttributes(file.path(), "unix:mode,uid,nlink");
    }
}
