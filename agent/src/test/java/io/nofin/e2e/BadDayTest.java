package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NameServer;
import io.nofin.testing.NobodyClassPath;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accidents that may happen to the target, to the host and to nofin while it works. */
class BadDayTest extends InWorld {

    private static final String TWO_CUTS = """
        nofin: 1
        targets: { app: %s }
        faults: { first: { on: app, peers: [10.99.0.2], drop: silent, optional: true }, second: { on: app, drop: silent, optional: true } }
        timeline: [{ at: 2s, inject: first, for: 2s }, { at: 3s, inject: second, for: 2s }]
        """;

    @Test
    void targetLosesItsNameBeforeItsFault() throws Exception {
        scenario(TWO_CUTS.formatted("{ netns: app }"));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("armed")) {
            world.sh("ip netns del app");

            nofin.await().exitedWith(0);
            assertNothingIsLeftIn("peer", "host");
        }
    }

    @Test
    void targetLosesItsNameWhileItsFaultFires() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "5s").awaitFiring()) {
            assertFalse(reaches(PEER));
            world.sh("ip netns del app");

            nofin.await().exitedWith(0);

            assertReaches(PEER, "this test still holds the namespace");
            assertNothingIsLeftIn("peer", "host");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"armed", "  inject "})
    void targetProcessIsKilled(String when) throws Exception {
        String pid = world.sh("nsenter --net=/run/netns/app sleep 600 >/dev/null 2>&1 & echo $!").strip();
        scenario(TWO_CUTS.formatted("{ pid: " + pid + " }"));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying(when)) {
            world.sh("kill -9 " + pid);

            nofin.await().exitedWith(0);
            assertNothingIsLeft();
        }
    }

    @Test
    void waitsForTheLockOfLegacyIptables() throws Exception {
        world.sh("nsenter --net=/run/netns/app iptables-legacy -A INPUT -s 192.0.2.1 -j DROP"
            + "; nsenter --net=/run/netns/app ip6tables-legacy -A INPUT -s 2001:db8::1 -j DROP");
        String before = world.rules("app");
        world.sh("(flock -x 9; echo held >/run/held; while test -e /run/held; do sleep 0.05; done) 9>/run/xtables.lock >/dev/null 2>&1 &"
            + " until test -e /run/held; do sleep 0.01; done");
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "5s")) {
            Wait.until("it wants the lock", () -> world.sh("ps -e -o args").contains("tables-legacy-restore --noflush -w"));
            assertFalse(nofin.said().contains("  inject "), "it waits for the lock");
            world.sh("rm /run/held");
            nofin.awaitFiring();
            assertTrue(world.rules("app").contains("iptables-legacy -A PREROUTING -j NOFIN-"));
            assertFalse(reaches(PEER));

            nofin.await().exitedWith(0);

            assertEquals(filterTable(before), filterTable(world.rules("app")));
            assertNothingIsLeft();
        }
    }

    @Test
    void saysThatIptablesIsMissing() throws Exception {
        String hide = "for file in /usr/sbin/iptables-nft /usr/sbin/ip6tables-nft /usr/sbin/iptables-legacy /usr/sbin/ip6tables-legacy"
            + "; do mount --bind /dev/null \"$(readlink -f \"$file\")\" || exit 99; done; exec \"$@\"";
        try (Nofin nofin = Nofin.start(world, List.of("unshare", "--mount", "sh", "-c", hide, "sh"), Map.of(),
                "drop", "--target", "netns:app", "--for", "1s")) {
            Nofin.Result result = nofin.await().exitedWith(3);

            assertTrue(result.errors().contains("nofin: iptables-nft and iptables-legacy are not installed: apt-get install iptables\n"),
                result.toString());
            assertNothingIsLeft();
        }
    }

    @Test
    void tellsNobodyWhatIsMissing(@TempDir Path copy) throws Exception {
        scenario(TWO_CUTS.formatted("{ netns: app }"));
        makeReadable(world.directory());
        String classPath = NobodyClassPath.copyTo(copy);
        List<Nofin> refused = new ArrayList<>();
        for (String command : List.of("run scenario.yaml", "drop --target netns:app --for 1s", "reject --target netns:app --for 1s",
                "status", "heal", "heal --target netns:app")) {
            refused.add(Nofin.startAsNobody(world, classPath, command.split(" ")));
        }
        for (Nofin nofin : refused) {
            assertEquals("nofin: nofin needs root, or an agent to ask: no agent listens at /run/nofin/agent.sock: use sudo, or have root start"
                + " one: nofin agent\n", nofin.await().exitedWith(3).errors());
        }
        try (Nofin plan = Nofin.startAsNobody(world, classPath, "plan", "scenario.yaml")) {
            plan.await().exitedWith(4);
        }
    }

    @Test
    void doesNotNeedItsFileOnceItRuns() throws Exception {
        Path file = scenario(TWO_CUTS.formatted("{ netns: app }"));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("armed")) {
            Files.delete(file);

            nofin.await().exitedWith(0);
            assertNothingIsLeft();
        }
    }

    @Test
    void findsNoDocker() throws Exception {
        world.sh("socketless=/run/refusing.sock; touch $socketless");
        Nofin missing = Nofin.start(world, List.of(), Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock"),
            "drop", "--target", "docker:app", "--for", "1s");
        Nofin refusing = Nofin.start(world, List.of(), Map.of("DOCKER_HOST", "unix:///run/refusing.sock"),
            "drop", "--target", "docker:app", "--for", "1s");
        Nofin nobodyThere = Nofin.start(world, List.of(), Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"),
            "drop", "--target", "docker:label=a=b", "--for", "1s");
        Nofin nonsense = Nofin.start(world, List.of(), Map.of("DOCKER_HOST", "nonsense"), "drop", "--target", "docker:app", "--for", "1s");

        assertTrue(missing.await().exitedWith(4).errors().contains(
            "nofin: there is no Docker socket at /nonexistent/docker.sock: is dockerd running? set DOCKER_HOST when it listens elsewhere\n"));
        assertTrue(refusing.await().exitedWith(4).errors().contains("nofin: nobody listens at unix:///run/refusing.sock: "));
        assertTrue(nobodyThere.await().exitedWith(4).errors().contains("nofin: nobody listens at tcp://127.0.0.1:1: "));
        assertTrue(nonsense.await().exitedWith(4).errors().contains("nofin: DOCKER_HOST does not say where a Docker daemon listens: "));
    }

    @Test
    void takesAnotherVoidWhenSomebodyListensThere() throws Exception {
        try (QueueListener listener = QueueListener.bind(app, 60_999);
                Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--direction", "out", "--for", "2s").awaitFiring()) {
            assertFalse(reaches(PEER));
            assertTrue(world.rules("app").contains(" -j NFQUEUE --queue-num 60998"), listener.toString());

            nofin.await().exitedWith(0);
        }
    }

    @Test
    void noticesThatSomebodyListensToTheVoid() throws Exception {
        List<Nofin> runs = List.of(Nofin.start(world, "drop", "--target", "netns:app", "--for", "12s"),
            Nofin.start(world, "drop", "--target", "netns:app", "--for", "12s"));
        for (Nofin nofin : runs) {
            nofin.awaitFiring();
        }
        try (QueueListener listener = QueueListener.bind(app, 60_999)) {
            assertFalse(reaches(PEER), listener + " answers nothing");
            for (Nofin nofin : runs) {
                Nofin.Result result = nofin.await().exitedWith(1);
                assertTrue(result.output().contains("\nproblem: netns:app: another program listens on the void queue"), result.toString());
                assertTrue(result.output().endsWith("1 problem on the way\n"), result.toString());     // the one in front takes all
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void namesThePeerThatDoesNotResolve() throws Exception {
        world.addHost("10.99.0.2", "known.example");
        String[] command = {"drop", "--target", "netns:app", "--peer", "known.example", "--peer", "nowhere.example", "--for", "1s"};
        try (NameServer knowsNobody = NameServer.start(app, List::of)) {
            Nofin.Result result = run(command).exitedWith(4);
            assertTrue(result.errors().contains("nofin: faults.drop.peers: 'nowhere.example' is neither a target of this scenario nor a name"
                + " that netns:app can resolve: "), result + ", " + knowsNobody);
        }
        assertTrue(run(command).exitedWith(4).errors().contains("nofin: netns:app cannot tell what 'nowhere.example' means:"
            + " asking the name server 127.0.0.1 for nowhere.example: nothing listens there: "));
    }

    @Test
    void runsOfOneTargetKeepOutOfEachOthersWay() throws Exception {
        Wait.until("neighbours know each other", () -> reaches(PEER_6));
        Nofin one = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "8s");
        Nofin two = Nofin.start(world, "drop", "--target", "netns:app", "--peer", OTHER_PEER, "--for", "10m");
        one.awaitFiring();
        two.awaitFiring();
        Map<String, Attempt> attempts = Map.of("one", Attempt.udp(app, PEER, 7), "other", Attempt.udp(app, OTHER_PEER, 7),
            "six", Attempt.udp(app, PEER_6, 7));
        Map<String, String> cut = Map.of("one", "silence", "other", "silence", "six", "answered");
        assertEquals(cut, Attempt.all(attempts, cut));
        List<String> both = world.traces("app");

        one.await().exitedWith(0);

        Map<String, String> healed = Map.of("one", "answered", "other", "silence", "six", "answered");
        assertEquals(healed, Attempt.all(attempts, healed));
        assertEquals(both.size() / 2, world.traces("app").size(), "the other run's rules and sets are as they were");
        two.signal("TERM").await().exitedWith(5);
        assertReaches(OTHER_PEER);
        assertNothingIsLeft();
    }

    @Test
    void manyRunsArmAndDisarmAtTheSameTime() throws Exception {
        List<Nofin> runs = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            runs.add(Nofin.start(world, "drop", "--target", "netns:app", "--peer", "10.99.0.7" + number, "--optional", "--for", "1s"));
        }
        for (Nofin nofin : runs) {
            nofin.await().exitedWith(0);
        }
        assertNothingIsLeft();
    }

    @Test
    void isHealedBySomebodyElse() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "15s").awaitFiring()) {
            run("heal", "--target", "netns:app").exitedWith(0);
            assertReaches(PEER);

            String report = nofin.await().exitedWith(5).output();

            assertTrue(report.contains("\nproblem: ended by root: nofin heal\n"), report);
            assertFalse(report.contains("never injected"), report);
            assertNothingIsLeft();
        }
    }

    private void assertNothingIsLeftIn(String... names) throws IOException {
        assertEquals(List.of(), world.traces(names));
        assertEquals(List.of(), world.temporaryFiles());
    }

    private static List<String> filterTable(String rules) {
        return rules.lines().filter(line -> line.contains("-A INPUT")).toList();
    }

    private static void makeReadable(Path directory) {
        directory.toFile().setReadable(true, false);
        directory.toFile().setExecutable(true, false);
        for (java.io.File file : directory.toFile().listFiles()) {
            file.setReadable(true, false);
            file.setExecutable(file.isDirectory(), false);
            file.setWritable(true, false);
        }
    }
}
