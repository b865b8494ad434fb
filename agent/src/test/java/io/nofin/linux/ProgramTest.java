package io.nofin.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void hearsBothOutputsApartAndTheStatus() throws IOException {
        Program.End end = Program.run(List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3"), "", PATIENCE);

        assertEquals(new Program.End(3, "out\n", "err\n"), end);
    }

    @Test
    void takesMoreThanAPipeHoldsInBothDirections() throws IOException {
        String lines = "a line\n".repeat(100_000);

        assertEquals(new Program.End(0, lines, ""), Program.run(List.of("/bin/cat"), lines, PATIENCE));
    }

    @Test
    void hasNothingOfThisProcessOpen() throws IOException {
        try (FileDescriptor inheritable = FileDescriptor.of(Syscall.check("open", () -> LibC.INSTANCE.open("/dev/null", 0, 0)))) {
            String open = "for file in /proc/$$/fd/*; do echo \"$(readlink $file)\"; done | grep -c /dev/null";

            assertEquals(new Program.End(1, "0\n", ""), Program.run(List.of("/bin/sh", "-c", open), "", PATIENCE), inheritable.toString());
        }
    }

    @Test
    void tellsASignalAsAShellDoes() throws IOException {
        assertEquals(128 + 15, Program.run(List.of("/bin/sh", "-c", "kill -TERM $$"), "", PATIENCE).status());
    }

    @Test
    void killsWhatDoesNotEnd() {
        IOException error = assertThrows(IOException.class,
            () -> Program.run(List.of("/bin/sleep", "1000"), "", Duration.ofMillis(50)));

        assertEquals("/bin/sleep 1000: still running, given up", error.getMessage());
    }

    @Test
    void killsWhatPrintsWithoutEnd() {
        IOException error = assertThrows(IOException.class, () -> Program.run(List.of("/bin/cat", "/dev/zero"), "", PATIENCE));

        assertEquals("/bin/cat /dev/zero: it prints more than 16 MiB", error.getMessage());
    }

    @Test
    void saysWhatCannotBeStarted() {
        ErrnoException error = assertThrows(ErrnoException.class, () -> Program.run(List.of("/nowhere"), "", PATIENCE));

        assertEquals("start /nowhere: ENOENT: No such file or directory", error.getMessage());
    }
}
