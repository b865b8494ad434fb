package io.nofin.server;

import static io.nofin.linux.OpenFlags.O_CLOEXEC;
import static io.nofin.linux.OpenFlags.O_CREAT;
import static io.nofin.linux.OpenFlags.O_NOFOLLOW;
import static io.nofin.linux.OpenFlags.O_RDWR;

import io.nofin.journal.RunDirectory;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.FileLock;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's files: its socket, the lock that names its owner, and a folder for its data. While the lock is held no other agent can
 * take them; the files of a killed agent are replaced. Closing removes everything.
 */
final class ListeningSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
    private static final int OWNER_ONLY = 0600;
    private static final String FOLDER = "nofin-agent-";

    private final Path socket;
    private final FileDescriptor lock;
    private final Path folder;

    private ListeningSocket(Path socket, FileDescriptor lock, Path folder) {
        this.socket = socket;
        this.lock = lock;
        this.folder = folder;
    }

    /** @throws BadValueException when another agent holds the socket, or another file is there */
    static ListeningSocket take(Path socket) throws IOException {
        if (Files.notExists(socket.getParent())) {
            Files.createDirectories(socket.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path lockFile = socket.resolveSibling(socket.getFileName() + ".lock");
        FileDescriptor lock = FileDescriptor.of(Syscall.check("open " + lockFile,
            () -> LibC.INSTANCE.open(lockFile.toString(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, OWNER_ONLY)));
        try {
            if (!FileLock.tryLock(lock)) {
                throw new BadValueException("another agent has " + socket, "stop it first, or name another socket in the configuration");
            }
            removeStale(socket);
            return new ListeningSocket(socket, lock, folder(lockFile));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return socket;
    }

    /** Returns the folder for the files of runs, which no other user may read. */
    Path folder() {
        return folder;
    }

    /** Admits a group, once the agent listens. Before that only root could connect. */
    void open(String group) throws IOException {
        if (socket.getParent().equals(RunDirectory.STANDARD.path())) {
            Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
        }
        try {
            GroupPrincipal members = socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            PosixFileAttributeView attributes = Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.readAttributes().group().equals(members)) {         // as a service it has the group already, and may not use chown(2)
                attributes.setGroup(members);
            }
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        } catch (UserPrincipalNotFoundException e) {
            LOG.warn("no group {}: only root can use {}; 'groupadd {}' and a restart of the agent change that", group, socket, group);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket);
        DirectoryRemoval.remove(folder);
        lock.close();           // the file stays: removing it could take it from under the next agent
    }

    private static void removeStale(Path socket) throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            boolean isSocket = Files.readAttributes(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS).get("mode") instanceof Integer mode
                && (mode & 0170000) == 0140000;
            if (!isSocket) {
                throw new BadValueException(socket + " is not a socket", "check what it is, and remove it");
            }
            Files.delete(socket);
        }
    }

    /** Reads the earlier agent's folder from the lock's file, since that agent may not have removed it. */
    private static Path folder(Path lockFile) throws IOException {
        Path before = Path.of(Files.readString(lockFile));
        boolean isOurs = Files.getAttribute(lockFile, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(LibC.INSTANCE.geteuid());
        if (isOurs && before.isAbsolute() && before.getFileName().toString().startsWith(FOLDER)) {
            DirectoryRemoval.remove(before);
        }
        Path folder = Files.createTempDirectory(FOLDER);
        Files.writeString(lockFile, folder.toString());
        return folder;
    }
}
