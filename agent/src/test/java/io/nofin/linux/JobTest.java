package io.nofin.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void tellsTheStatusAndTheOutput() throws IOException {
        assertEquals(new Job.End(OptionalInt.of(3), "last", "first\nlast\n"), run("echo first; echo last >&2; exit 3"));
        assertEquals(new Job.End(OptionalInt.of(0), "", ""), run("true"));
        assertEquals(new Job.End(OptionalInt.of(128 + 15), "", ""), run("kill -TERM $$"));
    }

    @Test
    void keepsControlCharactersFromTerminals() throws IOException {
        assertEquals("a?[31mb", run("printf 'a\\033[31mb\\n'").lastLine());
    }

    @Test
    void isToldVariables() throws IOException {
        Map<String, String> added = Map.of("NOFIN_STATE", "down", "OURS", System.getenv("PATH"));
        Job job = Job.start(List.of("/bin/sh", "-c", "[ \"$PATH\" = \"$OURS\" ] && echo $NOFIN_STATE"), added);

        assertEquals("down", job.await(PATIENCE).lastLine());
    }

    @Test
    void saysThatThereIsNoSuchCommand() throws IOException {
        Job.End end = Job.start(List.of("no-such-command"), Map.of()).await(PATIENCE);

        assertEquals(OptionalInt.of(127), end.status());
        assertTrue(end.lastLine().contains("no-such-command"), end.lastLine());
    }

    @Test
    void doesNotKeepAFloodOfOutput() throws IOException {
        assertEquals("the end", run("yes | head -c 20000000; echo; echo the end").lastLine());
        assertEquals(200, run("head -c 1000000 /dev/zero | tr '\\0' x").lastLine().length());
    }

    @Test
    void killsWhatTakesTooLongWithItsChildren() throws Exception {
        Path pids = folder.resolve("pids");
        String line = "sleep 300 & first=$!; setsid sleep 300 & echo $$ $first $! > " + pids + "; wait";
        try (Job job = Job.start(List.of("/bin/sh", "-c", line), Map.of())) {
            Wait.until("children run", () -> Files.exists(pids) && Files.readString(pids).split(" ").length == 3);

            assertEquals(OptionalInt.empty(), job.await(Duration.ofMillis(10)).status());
        }

        for (String pid : Files.readString(pids).strip().split(" ")) {
            Wait.until("all end", () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void killsWhatItLeavesBehind() throws Exception {
        Job.End end = run("sleep 300 & echo $!");

        Wait.until("it ends", () -> ProcessHandle.of(Long.parseLong(end.lastLine())).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static Job.End run(String line) throws IOException {
        return Job.start(List.of("/bin/sh", "-c", line), Map.of()).await(PATIENCE);
    }
}
