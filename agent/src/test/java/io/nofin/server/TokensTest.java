package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.server.Caller.Role;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void make() throws IOException {
        file = Files.createFile(directory.resolve("tokens"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void knowsThoseOfTheFileAndReadsItAgainWhenItChanges() throws IOException {
        NewToken ci = NewToken.draw("ci", false);
        Files.writeString(file, "# tokens\n\n" + ci.line() + "\n");
        Tokens tokens = Tokens.read(file);
        NewToken eye = NewToken.draw("eye", true);

        assertEquals(Optional.of(new Caller("token:ci", Role.OPERATOR, false, false)), tokens.find(ci.token()));
        assertEquals(Optional.empty(), tokens.find(eye.token()));

        Files.writeString(file, eye.line() + "\n# and no more\n");

        assertEquals(Optional.of(new Caller("token:eye", Role.READER, false, false)), tokens.find(eye.token()));
        assertEquals(Optional.empty(), tokens.find(ci.token()));
    }

    @Test
    void letsNobodyInWhileTheFileIsWrongOrOpenToOthers() throws IOException {
        NewToken ci = NewToken.draw("ci", false);
        Files.writeString(file, ci.line() + "\n");
        Tokens tokens = Tokens.read(file);

        Files.writeString(file, ci.line() + "\nci operator\n");
        assertEquals(Optional.empty(), tokens.find(ci.token()));
        assertEquals(file + ":2: not a token: write NAME operator|reader SHA256, as 'nofin token NAME' prints",
            assertThrows(BadValueException.class, () -> Tokens.read(file)).getMessage());

        Files.writeString(file, ci.line() + "\n");
        assertEquals(Optional.of("token:ci"), tokens.find(ci.token()).map(Caller::name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(file + " may be read or written by other users: chmod 600 " + file,
            assertThrows(BadValueException.class, () -> Tokens.read(file)).getMessage());
    }

    @Test
    void refusesNamesThatWouldBreakTheFile() {
        assertThrows(BadValueException.class, () -> NewToken.draw("a b", false));
    }
}
