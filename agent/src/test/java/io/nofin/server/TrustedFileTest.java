package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.testing.KernelTest;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class TrustedFileTest {

    private static final int SOMEBODY = 1234;

    @TempDir
    private Path directory;

    private Path folder;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(directory.resolve("folder"));
        file = Files.writeString(folder.resolve("tokens"), "");
        mode(file, "rw-------");
    }

    @Test
    void acceptsWhatIsRootsAllTheWay() throws IOException {
        TrustedFile.check(file, true);
        TrustedFile.check(Files.createSymbolicLink(directory.resolve("link"), Path.of("folder/../folder/tokens")), true);
        mode(file, "rw-r--r--");
        TrustedFile.check(file, false);
    }

    @Test
    void refusesAFileThatBelongsToSomebodyElse() throws IOException {
        own(file);

        refused(file + " belongs to another user (1234): chown root " + file, file);
    }

    @Test
    void refusesAFileThatOthersMayReadOrWrite() throws IOException {
        mode(file, "rw-r--r--");
        refused(file + " may be read or written by other users: chmod 600 " + file, file);
        mode(file, "rw-rw----");
        refused(file + " may be read or written by other users: chmod 600 " + file, file);
    }

    @Test
    void refusesAFolderThatSomebodyElseMayWrite() throws IOException {
        mode(folder, "rwxrwxrwx");
        refused("other users may write in " + folder + ", where " + file + " is: chmod go-w " + folder, file);
        mode(folder, "rwx------");
        own(folder);
        refused(folder + " belongs to another user (1234), and " + file + " depends on it: chown root " + folder, file);
    }

    @Test
    void refusesALinkOfSomebodyElses() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        own(link);

        refused(link + " belongs to another user (1234): chown root " + link, link);
    }

    @Test
    void refusesALinkThatLeadsThroughAFolderOfSomebodyElses() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        own(folder);

        refused(folder + " belongs to another user (1234), and " + link + " depends on it: chown root " + folder, link);
    }

    private static void refused(String message, Path path) {
        assertEquals(message, assertThrows(BadValueException.class, () -> TrustedFile.check(path, true)).getMessage());
    }

    private static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
