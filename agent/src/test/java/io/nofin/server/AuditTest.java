package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private Path directory;

    @Test
    void writesOneLineASecondAboutWhatIsRefusedToAClient() throws IOException {
        try (Audit audit = Audit.open(file())) {
            for (int i = 0; i < 3_000; i++) {
                audit.refuse("stranger", Map.of("action", "GET /" + i), 1_000 * i);
            }
            audit.refuse("somebody else", Map.of("action", "GET /other"), 0);
            audit.flush(SECOND - 1);
            assertEquals(2, lines().size());

            audit.flush(2 * SECOND);
        }
        List<JsonNode> lines = lines();

        assertEquals(List.of("GET /0", "GET /other", "GET /1"), lines.stream().map(line -> line.get("action").asText()).toList());
        assertEquals(List.of(1, 1, 2_999), lines.stream().map(line -> line.get("count").asInt()).toList());
        assertTrue(lines.stream().allMatch(line -> line.get("event").asText().equals("refused")));
    }

    @Test
    void hasATimerWriteWhatWaitsAndLeavesItAloneOtherwise() throws Exception {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (Audit audit = Audit.open(file())) {
            audit.flushBy(timer);
            assertEquals(0, timer.getQueue().size());

            audit.refuse("stranger", Map.of("action", "first"), System.nanoTime());
            audit.refuse("stranger", Map.of("action", "second"), System.nanoTime());

            Wait.until("the second line is there", () -> lines().size() == 2);
            Wait.until("nothing is to be done any more", () -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void writesWhatIsLeftWhenItIsClosed() throws IOException {
        try (Audit audit = Audit.open(file())) {
            audit.refuse("stranger", Map.of("action", "first"), System.nanoTime());
            audit.refuse("stranger", Map.of("action", "second"), System.nanoTime());
        }
        assertEquals(2, lines().size());
    }

    @Test
    void boundsWhatClientsHaveSent() throws IOException {
        try (Audit audit = Audit.open(file())) {
            String id = audit.intend(Map.of("action", "PUT /" + "x".repeat(6_000), "asked", Map.of("drop", "a\u001b[31m\nb\u202e"),
                "targets", Collections.nCopies(55_000, "netns:app")));
            audit.conclude(id, Map.of("status", 200));
        }
        List<JsonNode> lines = lines();

        assertEquals(203, lines.get(0).get("action").asText().length(), "200 characters, and three dots");
        assertEquals("a\\u001b[31m\\u000ab\\u202e", lines.get(0).at("/asked/drop").asText());
        assertEquals(21, lines.get(0).get("targets").size());
        assertEquals("and 54980 more", lines.get(0).at("/targets/20").asText());
        assertEquals(lines.get(0).get("id"), lines.get(1).get("id"));
        assertEquals(List.of("intent", "outcome"), lines.stream().map(line -> line.get("event").asText()).toList());
    }

    @Test
    void beginsALineOfItsOwnBehindHalfALine() throws IOException {
        Files.writeString(file(), "{\"time\":\"2026-01-");
        try (Audit audit = Audit.open(file())) {
            audit.intend(Map.of("action", "PUT /v1/faults/f"));
        }
        List<String> lines = Files.readAllLines(file());

        assertEquals(2, lines.size());
        assertEquals("{\"time\":\"2026-01-", lines.get(0));
        assertEquals("intent", MAPPER.readTree(lines.get(1)).get("event").asText());
        assertFalse(lines.get(1).isEmpty());
    }

    private Path file() {
        return directory.resolve("audit.jsonl");
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }
}
