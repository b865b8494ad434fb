package io.nofin.crash;

import io.nofin.testing.NativeScript;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two hosts on a cable, with packet filters, sets and qdiscs of somebody else's, in a world of their own; nofin cuts and shapes what
 * goes between them, and is killed. Closing it ends the world. Not thread-safe.
 */
public final class CrashTrials implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_MS = 5;
    private static final int SIGKILLED = 137;

    /**
     * Somebody else's. IPv4 has some tables of nf_tables, so that nofin causes others; IPv6 has all of ip_tables, whose tables nobody
     * can remove, and so has IPv4 on a kernel without nf_tables.
     */
    private static final String FOREIGN = """
        ip link add spare type veth peer name other; tc qdisc add dev spare root handle 5: htb default 1; \
        tc class add dev spare parent 5: classid 5:1 htb rate 10mbit; \
        tc filter add dev spare parent 5: protocol ip matchall flowid 5:1 2>/dev/null || true; \
        ipset create mine hash:ip; ipset add mine 192.0.2.9; \
        p=iptables-nft; $p -N MINE 2>/dev/null || { p=iptables-legacy; $p -N MINE; }; \
        $p -A INPUT -s 192.0.2.7 -j MINE; $p -P FORWARD DROP; \
        $p -t mangle -A POSTROUTING -m comment --comment '-j NOFIN-abcdef-out' -m set --match-set mine dst -j MARK --or-mark 1; \
        [ $p = iptables-nft ] || $p -t raw -L >/dev/null; \
        ip6tables-legacy -t raw -A PREROUTING -s 2001:db8::1 -j DROP; \
        ip6tables-legacy -t mangle -L >/dev/null; ip6tables-legacy -L >/dev/null""";

    private static final String SCENARIO = """
        nofin: 1
        seed: 1
        targets: { app: { netns: app }, peer: { netns: peer } }
        faults:
          cut:  { on: [app, peer], peers: [10.99.0.0/24, "fd00:99::/64"], drop: silent, optional: true }
          slow: { on: app, delay: 5ms, optional: true }
        timeline:
          - { at: 0s, inject: cut, for: 300ms }
          - { at: 100ms, inject: slow, for: 300ms, ramp: { delay: [5ms, 20ms], over: 200ms } }
        """;

    private static final String NAMES = "for n in app peer; do ip netns exec $n sh -c 'ipset list -n; for p in iptables-nft ip6tables-nft"
        + " iptables-legacy ip6tables-legacy; do $p-save 2>/dev/null; done; tc qdisc show | sed s/6e6f:/nofin/' | grep -v comment; done";

    private final World world;
    private final Crossing there;
    private final Crossing back;
    private final String before;

    /** A condition that is awaited. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private CrashTrials(World world) throws IOException {
        this.world = world;
        world.connect("app", "peer");
        world.sh("for n in app peer; do ip netns exec $n sh -ec \"" + FOREIGN.replace("$", "\\$") + "\"; done");
        this.there = Crossing.between(world.namespace("app"), world.namespace("peer"), "10.99.0.2");
        this.back = Crossing.between(world.namespace("peer"), world.namespace("app"), "10.99.0.1");
        Files.writeString(world.directory().resolve("crash.yaml"), SCENARIO);
        this.before = state();
    }

    /** @param directory for files; the caller's to remove */
    public static CrashTrials start(Path directory) throws IOException {
        World world = World.start(directory);
        try {
            return new CrashTrials(world);
        } catch (IOException | RuntimeException | AssertionError e) {
            try (world) {
                throw e;
            }
        }
    }

    /** Starts nofin, kills the trial's victim, and looks until all is as it was. Where both agent and guard are killed, somebody helps. */
    public Outcome run(Trial trial) throws Exception {
        long start = System.nanoTime();
        String options = trial.point() == 0 ? "-Dtrial=" + trial.millis()
            : "-Dnofin.crash.at=" + trial.point() + " -Dnofin.crash.whom=" + trial.victim().name().toLowerCase(Locale.ROOT);
        int exitCode;
        try (Nofin nofin = Nofin.start(world, List.of(), Map.of("JDK_JAVA_OPTIONS", options), "run", "crash.yaml")) {
            if (trial.point() == 0) {
                Thread.sleep(Math.max(0, trial.millis() - Duration.ofNanos(System.nanoTime() - start).toMillis()));
                if (trial.victim() != Victim.AGENT) {
                    nofin.killGuard();
                }
                if (trial.victim() != Victim.GUARD) {
                    nofin.kill();
                }
            }
            exitCode = nofin.await().exitCode();
        }
        return examine(trial, exitCode, System.nanoTime());
    }

    /** Removes the rest, which only nofin itself can remove, and returns what is not as it was before the first trial. */
    public List<String> finish() throws Exception {
        Nofin.run(world, "heal").exitedWith(0);
        List<String> complaints = differences(before, state());
        if (!journals().isEmpty()) {
            complaints.add("journals are left: " + journals());
        }
        return complaints;
    }

    @Override
    public void close() throws IOException {
        there.close();
        back.close();
        world.close();
    }

    private Outcome examine(Trial trial, int exitCode, long killed) throws Exception {
        List<String> complaints = new ArrayList<>();
        if (exitCode != SIGKILLED && exitCode != 0) {
            complaints.add("exit code " + exitCode);
        }
        double traffic = until(killed, () -> there.isOpen() && back.isOpen(), "packets do not cross", complaints);
        if (trial.victim() == Victim.BOTH) {
            helped(trial);
        }
        double removed = until(killed, () -> !world.sh(NAMES).toLowerCase(Locale.ROOT).contains("nofin"), "names are left", complaints);
        complaints.addAll(differences(withoutIdleTables(before), withoutIdleTables(state())));
        return new Outcome(trial, exitCode == SIGKILLED, traffic, removed, complaints);
    }

    /** Cleans up after both the agent and the guard were killed: in turns by the next run, and by the script without Java. */
    private void helped(Trial trial) throws IOException {
        if ((trial.point() + trial.millis()) % 2 == 0) {
            Nofin.run(world, "drop", "--target", "netns:peer", "--peer", "192.0.2.1", "--optional", "--for", "1ms").exitedWith(0);
        } else {
            world.sh(NativeScript.named("heal").toString());
        }
    }

    private static double until(long start, Condition condition, String otherwise, List<String> complaints) throws Exception {
        while (!condition.holds()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                complaints.add(otherwise + " after " + PATIENCE.toSeconds() + " s");
                break;
            }
            Thread.sleep(POLL_MS);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private String state() throws IOException {
        return world.rules("app", "peer") + world.sh("for n in app peer; do ip netns exec $n ipset save"
            + "; ip netns exec $n tc -j qdisc show; for d in eth0 spare; do ip netns exec $n tc -j class show dev $d"
            + "; ip netns exec $n tc -j filter show dev $d; done; done");
    }

    private List<String> journals() throws IOException {
        return world.sh("ls /run/nofin 2>/dev/null | grep -vx locks || true; ls /run/nofin/locks 2>/dev/null || true").lines().toList();
    }

    /** Returns the state without those tables of iptables-nft that hold only empty built-in chains: a script cannot remove them safely. */
    private static String withoutIdleTables(String state) {
        return state.replaceAll("(?m)(^(\\w+ ip6?tables-nft) \\*\\w+ *\\n)(\\2 :[A-Z]+ ACCEPT *\\n)*\\2 COMMIT *\\n", "");
    }

    private static List<String> differences(String before, String after) {
        List<String> differences = new ArrayList<>();
        List<String> beforeLines = before.lines().toList();
        List<String> afterLines = after.lines().toList();
        beforeLines.stream().filter(line -> !afterLines.contains(line)).forEach(line -> differences.add("missing: " + line));
        afterLines.stream().filter(line -> !beforeLines.contains(line)).forEach(line -> differences.add("left: " + line));
        if (differences.isEmpty() && !before.equals(after)) {
            differences.add("another order: " + after);
        }
        return differences;
    }
}
