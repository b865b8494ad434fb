package io.nofin.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root writes into folders that others have prepared. */
@KernelTest
class OutputFolderTest {

    private static final int SOMEBODY = 4711;
    private static final int SOMEBODY_ELSE = 4712;
    private static final String NAME = "report.json";

    @TempDir
    private Path directory;
    private Path victim;

    @BeforeEach
    void makeVictim() throws IOException {
        victim = Files.writeString(directory.resolve("victim"), "untouched");
    }

    @Test
    void makesFoldersAndFilesForItsOwnerAlone() throws IOException {
        Path folder = directory.resolve("a/b");

        write(folder, OptionalInt.empty());

        assertEquals("700 0", modeAndOwner(directory.resolve("a")));
        assertEquals("700 0", modeAndOwner(folder));
        assertEquals("600 0", modeAndOwner(folder.resolve(NAME)));
        assertEquals("new", Files.readString(folder.resolve(NAME)));
    }

    @Test
    void givesWhatItMakesToSudosCaller() throws IOException {
        Path folder = directory.resolve("a/b");

        write(folder, OptionalInt.of(SOMEBODY));

        assertEquals("700 4711", modeAndOwner(folder));
        assertEquals("600 4711", modeAndOwner(folder.resolve(NAME)));
    }

    /** Replaces whatever has the name already; what a link there leads to stays as it was. */
    @ParameterizedTest
    @ValueSource(strings = {"ln -s ../victim there/report.json", "ln -s nowhere there/report.json", "ln victim there/report.json",
        "mkfifo there/report.json", "mknod there/report.json c 1 7", "mknod there/report.json b 7 0", "echo old >there/report.json"})
    void replacesWhateverHasTheName(String prepared) throws Exception {
        sh("mkdir there && chown 4711 there && " + prepared);

        write(directory.resolve("there"), OptionalInt.of(SOMEBODY));

        assertEquals("untouched", Files.readString(victim));
        assertTrue(Files.isRegularFile(directory.resolve("there/" + NAME), LinkOption.NOFOLLOW_LINKS));
        assertEquals("new", Files.readString(directory.resolve("there/" + NAME)));
        assertEquals("600 4711", modeAndOwner(directory.resolve("there/" + NAME)));
        assertFalse(Files.exists(directory.resolve("there/nowhere")));
        assertEquals(List.of(NAME), names(directory.resolve("there")));
    }

    @Test
    void leavesNothingHalfWrittenBehind() throws Exception {
        sh("mkdir -p there/report.json/full");

        assertThrows(IOException.class, () -> write(directory.resolve("there"), OptionalInt.empty()));
        try (OutputFolder folder = OutputFolder.open(directory.resolve("there"))) {
            assertThrows(IOException.class, () -> folder.write("other", out -> {
                out.write('x');
                throw new IOException("no more");
            }));
        }

        assertEquals(List.of(NAME), names(directory.resolve("there")));
    }

    @Test
    void refusesFoldersOfOthers() throws Exception {
        sh("mkdir there && chown 4712 there");

        assertEquals("it is user 4712's, and as root nofin writes only to folders of root's: name another, or a place for a new one",
            refusal("there", OptionalInt.empty()));
        assertEquals("it is user 4712's, and as root nofin writes only to folders of root's or of sudo's caller: name another,"
            + " or a place for a new one", refusal("there", OptionalInt.of(SOMEBODY)));
        assertEquals(List.of(), names(directory.resolve("there")));
        write(directory.resolve("there"), OptionalInt.of(SOMEBODY_ELSE));
    }

    /** Refuses links of others at the end of the path and on the way. */
    @ParameterizedTest
    @ValueSource(strings = {"link", "link/below", "others/link", "dangling", "dangling/below"})
    void refusesLinksOfOthers(String path) throws Exception {
        sh("mkdir real others && chown 4712 others && ln -s real link && ln -s ../real others/link && ln -s nowhere dangling"
            + " && chown -h 4712 link others/link dangling");

        assertTrue(refusal(path, OptionalInt.of(SOMEBODY)).contains("is a link of user 4712's, which root does not follow"));
        assertEquals(List.of(), names(directory.resolve("real")));
        assertFalse(Files.exists(directory.resolve("nowhere")));
    }

    @Test
    void followsLinksOfRootsAndOfSudosCaller() throws Exception {
        sh("mkdir -p real/below && ln -s \"$PWD/real\" absolute && ln -s ./real/../real relative && chown -h 4711 relative");

        write(directory.resolve("absolute/below"), OptionalInt.empty());
        write(directory.resolve("relative"), OptionalInt.of(SOMEBODY));

        assertEquals("new", Files.readString(directory.resolve("real/below/" + NAME)));
        assertEquals("new", Files.readString(directory.resolve("real/" + NAME)));
    }

    @Test
    void refusesLinksInARing() throws Exception {
        sh("ln -s two one && ln -s one two");

        assertThrows(FileSystemException.class, () -> OutputFolder.open(directory.resolve("one")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"touch there", "mkfifo there", "mknod there c 1 3"})
    void refusesWhatIsNoFolder(String prepared) throws Exception {
        sh(prepared);

        assertThrows(IOException.class, () -> OutputFolder.open(directory.resolve("there")));
        assertThrows(IOException.class, () -> OutputFolder.open(directory.resolve("there/below")));
    }

    /** Writes into the folder that it has opened, even when another one has taken its path. */
    @Test
    void staysInTheFolderThatItOpened() throws Exception {
        sh("mkdir there elsewhere");
        try (OutputFolder folder = OutputFolder.open(directory.resolve("there"), OptionalInt.empty())) {
            sh("mv there moved && ln -s elsewhere there");
            folder.write(NAME, "new");
        }

        assertEquals(List.of(), names(directory.resolve("elsewhere")));
        assertEquals(List.of(NAME), names(directory.resolve("moved")));
    }

    private String refusal(String path, OptionalInt caller) {
        return assertThrows(FileSystemException.class, () -> write(directory.resolve(path), caller)).getReason();
    }

    private static void write(Path path, OptionalInt caller) throws IOException {
        try (OutputFolder folder = OutputFolder.open(path, caller)) {
            folder.write(NAME, "new");
        }
    }

    private void sh(String commands) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-ec", commands).directory(directory.toFile()).inheritIO().start();
        assertEquals(0, shell.waitFor(), commands);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String modeAndOwner(Path path) throws IOException {
        return Integer.toOctalString((Integer) Files.getAttribute(path, "unix:mode") & 0777) + " " + Files.getAttribute(path, "unix:uid");
    }
}
