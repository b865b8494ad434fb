package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.JsonText;
import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent bounds what it keeps of runs that are over, and of requests. */
class KeptTest {

    private static final String OWNER = "unix:1";

    @TempDir
    private Path directory;

    @Test
    void anAnswerNamesTheFirstPeersAndTheirNumber() throws Exception {
        String peers = IntStream.range(0, 10_000).mapToObj(i -> "10." + i / 250 + ".1." + i % 250).collect(Collectors.joining(","));
        Scenario scenario = new ScenarioReader(PacketFilter::compile).read(
            "nofin: 1\ntargets: { app: { netns: app } }\nfaults: { cut: { on: app, drop: silent, peers: [" + peers + "] } }\ntimeline: [ { inject: cut, for: 1s } ]\n",
            "it.yaml");
        AgentRun run = new AgentRun("0123456789", scenario, OWNER, RunFolder.make(directory, "0123456789"));

        String answer = JsonText.line(run.data());
        assertTrue(answer.contains("\"peers-count\":10000"), answer);
        assertTrue(answer.contains("\"10.0.1.19\"") && !answer.contains("\"10.0.1.20\""), answer);
        assertTrue(answer.length() < 2_000, answer);
    }

    @Test
    void aKeyKeepsADigestAndAClientAHundredKeys() {
        IdempotencyKeys keys = new IdempotencyKeys();
        keys.keep("unix:2", "theirs", "request", "run");
        for (int i = 0; i < 1_000; i++) {
            keys.keep(OWNER, "key" + i, "request " + i, "run" + i);
        }

        assertEquals(IdempotencyKeys.MOST_OF_A_CLIENT + 1, keys.count());
        assertEquals(Optional.of("run999"), keys.find(OWNER, "key999", "request 999"));
        assertEquals(Optional.empty(), keys.find(OWNER, "key899", "request 899"));
        assertEquals(Optional.of("run"), keys.find("unix:2", "theirs", "request"), "one client's keys are not forgotten for another's");
        assertEquals(409, assertThrows(ApiError.class, () -> keys.find(OWNER, "key999", "another request")).status());
    }

    @Test
    void aLeaseForgetsWhatHasEnded() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try {
            ClientLeases leases = new ClientLeases(timer);
            String id = leases.begin(OWNER, Duration.ofMinutes(1));
            List<Ended> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(new Ended(i % 2 == 0));
                leases.attach(id, OWNER, all.get(i));
            }

            assertEquals(500, leases.endings(id, OWNER), "those that go on");
            leases.end(id, OWNER);
            assertEquals(500, all.stream().filter(one -> one.told).count());
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void aLogThatIsForgottenStillTellsHowTheRunEnded() throws Exception {
        EventLog log = new EventLog();
        for (int i = 0; i < 30_000; i++) {
            log.add("probe", "x".repeat(1_000));
        }
        log.end("ended", "{}");
        assertTrue(log.characters() <= (2 << 20) + 2, "no run's events take more: " + log.characters());
        long last = log.after(0, 0).size();

        log.forget();

        assertEquals(List.of(new EventLog.Event(last, "ended", "{}")), log.after(0, 0));
        assertEquals(List.of(), log.after(last, 0));
        assertTrue(log.isOver(last));
        assertEquals(2, log.characters());
    }

    private static final class Ended implements ClientLeases.ExpiryAction {

        private final boolean over;
        private boolean told;

        Ended(boolean over) {
            this.over = over;
        }

        @Override
        public void end() {
            told = true;
        }

        @Override
        public boolean isOver() {
            return over;
        }
    }
}
