package io.nofin.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

    private static final String NAME = "k3f9q2.journal";

    @TempDir
    private Path parent;

    private RunDirectory directory;

    @BeforeEach
    void nameDirectory() {
        directory = new RunDirectory(parent.resolve("nofin"));
    }

    @Test
    void makesADirectoryAndFilesForTheirOwnerAlone() throws IOException {
        assertEquals(List.of(), directory.journals());

        JournalFile.create(directory, NAME).close();

        assertEquals(List.of(NAME), directory.journals());
        assertEquals("rwx------", permissions(directory.path()));
        assertEquals("rw-------", permissions(directory.resolve(NAME)));
        assertThrows(IOException.class, () -> JournalFile.create(directory, NAME), "never one that is there");
    }

    @Test
    void isLockedForOneOwner() throws IOException {
        JournalFile owned = JournalFile.create(directory, NAME);
        assertTrue(owned.tryLock());
        try (JournalFile other = JournalFile.open(directory, NAME).orElseThrow()) {
            assertFalse(other.tryLock());
            owned.close();
            assertTrue(other.tryLock());
            assertTrue(other.isThere());
            other.remove();
            other.remove();
            assertFalse(other.isThere());
            assertEquals(Optional.empty(), JournalFile.open(directory, NAME));
        }
    }

    @Test
    void followsNoLinkAndTouchesNothingElse() throws IOException {
        JournalFile.create(directory, NAME).close();
        Path elsewhere = Files.writeString(parent.resolve("elsewhere"), "nofin-journal 1\n");
        Files.createSymbolicLink(directory.resolve("soft.journal"), elsewhere);
        Files.createLink(directory.resolve("hard.journal"), elsewhere);
        Files.createDirectory(directory.resolve("directory.journal"));

        for (String name : List.of("soft.journal", "hard.journal", "directory.journal")) {
            JournalException refused = assertThrows(JournalException.class, () -> JournalFile.open(directory, name));
            assertEquals(directory.resolve(name) + " is not a file that nofin made: find out where it comes from, and remove it",
                refused.getMessage());
        }
        assertThrows(IOException.class, () -> JournalFile.create(directory, "soft.journal"));
        assertEquals("nofin-journal 1\n", Files.readString(elsewhere));
    }

    @Test
    void refusesADirectoryThatOthersMayWriteTo() throws IOException {
        Files.createDirectory(directory.path());
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxrwxrwx"));

        JournalException refused = assertThrows(JournalException.class, () -> JournalFile.create(directory, NAME));

        assertEquals(directory.path() + " is not this user's alone: look at what is in it, and remove it", refused.getMessage());
    }

    @Test
    void letsOthersPassThroughToTheAgentsSocket() throws IOException {
        Files.createDirectory(directory.path());
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwx--x--x"));

        JournalFile.create(directory, NAME).close();

        assertEquals(List.of(NAME), directory.journals());
    }

    @Test
    void refusesADirectoryThatIsALink() throws IOException {
        Files.createSymbolicLink(directory.path(), Files.createDirectory(parent.resolve("elsewhere")));

        assertThrows(IOException.class, () -> JournalFile.create(directory, NAME));
        assertEquals(List.of(), List.of(parent.resolve("elsewhere").toFile().list()));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
