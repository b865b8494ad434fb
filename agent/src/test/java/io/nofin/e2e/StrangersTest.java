package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NativeScript;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who is in no group puts things into a namespace of his own, or holds on to things, and does no harm to nofin by that. */
class StrangersTest extends InWorld {

    private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    /** A comment whose lines look like rules, a chain and sets of nofin's names, and one whose name is two lines. */
    private static final String TRAPS = """
        iptables-nft -N NOFIN-aaaaaa-in
        iptables-nft -A INPUT -m comment --comment "$(printf 'x\\n-A INPUT --modprobe=/tmp/evil -m nosuch -j NOFIN-aaaaaa-in\\n\
        -A FORWARD -m bpf --object-pinned /etc/shadow -j NOFIN-aaaaaa-in\\n-A INPUT -s slow.example -j NOFIN-aaaaaa-in\\n\
        -A OUTPUT -m comment --comment "evil -j NOFIN-aaaaaa-in\\ny')" -j ACCEPT
        iptables-nft -A FORWARD -s 192.0.2.1 -m comment --comment "a \\" -j NOFIN-aaaaaa-in" -j NOFIN-aaaaaa-in
        ipset create "$(printf 'z\\nnofin-bbbbbb-1-4')" hash:ip
        ipset create nofin-aaaaaa-1-4 hash:net; ipset add nofin-aaaaaa-1-4 10.0.0.0/8
        """;
    private static final List<String> NEVER_FED = List.of("modprobe", "nosuch", "bpf", "shadow", "slow", "evil", "192.0.2.1");

    @Test
    void putsNothingIntoNofinsWayInANamespaceOfAnotherUserNamespace() throws Exception {
        Process stranger = start("stranger", "unshare", "-Urn", "sh", "-ec", TRAPS + "echo ready; exec sleep 1000");
        String pid = world.sh("pgrep -U 65534 -x sleep").strip();
        String before = inside(pid, "nft list ruleset; ipset save");

        assertEquals("nothing to remove: no chains, sets or qdiscs of nofin found\n", run("heal").exitedWith(0).output());
        assertEquals("", script());
        String status = run("status").exitedWith(0).output();
        assertTrue(status.startsWith("nothing is armed\n") && status.contains(pid + " (sleep): unknown, not of a run of this host\n"), status);

        assertEquals(before, inside(pid, "nft list ruleset; ipset save"));
        assertTrue(run("heal", "--target", "pid:" + pid).exitedWith(0).output().contains("2 chains, sets and qdiscs removed"));
        assertEquals("z\nnofin-bbbbbb-1-4\n", inside(pid, "ipset list -n"));
        stranger.destroy();
    }

    /**
     * Heals a namespace with misleading rules, as a container with the right to have rules may make them: there, root's programs do work.
     */
    @ParameterizedTest
    @ValueSource(strings = {"script", "command"})
    void feedsNothingToProgramsOfRoots(String way) throws Exception {
        world.sh("nsenter --net=/run/netns/app sh -ec " + quoted(TRAPS + "iptables-legacy -N NOFIN-aaaaaa-in; iptables-legacy -A INPUT -m comment --comment"
            + " \"$(printf 'x\\n-A INPUT -s slow.example -j NOFIN-aaaaaa-in\\ny')\" -j ACCEPT; iptables-legacy -A INPUT -j NOFIN-aaaaaa-in"));
        Path fed = world.directory().resolve("fed");
        Path programs = Files.createDirectory(world.directory().resolve("programs"));
        for (String program : List.of("iptables-nft-restore", "ip6tables-nft-restore", "iptables-legacy-restore", "ip6tables-legacy-restore")) {
            Path wrapper = programs.resolve(program);
            Files.writeString(wrapper, "#!/bin/sh\ntee -a " + fed + " | exec /usr/sbin/" + program + " \"$@\"\n");
            assertTrue(wrapper.toFile().setExecutable(true));
        }
        Files.createFile(fed);
        Path trace = world.directory().resolve("trace");
        List<String> heal = way.equals("script") ? List.of("sh", NativeScript.named("heal").toString())
            : Stream.concat(Nofin.command().stream(), Stream.of("heal", "--alone")).toList();

        world.sh("PATH=" + programs + ":$PATH strace -f -qq -s 4096 -e trace=execve,bpf,connect -o " + trace + " " + quoted(heal));

        String traced = Files.readString(trace);
        for (String word : NEVER_FED) {
            assertFalse(Files.readString(fed).contains(word), word + ": " + Files.readString(fed));
            assertFalse(traced.contains(word), word + ": " + traced);
        }
        assertTrue(Files.readString(fed).contains("-D INPUT -j NOFIN-aaaaaa-in\n"), "it does see what is fed: " + Files.readString(fed));
        assertFalse(traced.contains("htons(53)"), "a name was looked up: " + traced);
        assertEquals("", world.sh("nsenter --net=/run/netns/app sh -c 'ipset list -n | grep -x nofin-aaaaaa-1-4; iptables-legacy-save | grep \"^:NOFIN\"' || true"));
    }

    /** Heals everything else where a chain cannot be removed because a stranger's verdict map leads to it. */
    @Test
    void holdsUpNobodyByWhatResists() throws Exception {
        String resisting = "nsenter --net=/run/netns/app sh -ec " + quoted("iptables-nft -N NOFIN-aaaaaa-in"
            + "; nft add map ip filter mine '{ type ipv4_addr : verdict; elements = { 192.0.2.1 : jump NOFIN-aaaaaa-in } }'");
        String other = "nsenter --net=/run/netns/peer ipset create nofin-bbbbbb-1-4 hash:net";
        world.sh(resisting + "; " + other);

        String healed = run("heal").exitedWith(0).output();
        assertTrue(healed.contains("netns:peer: 1 chains, sets and qdiscs removed\n"), healed);
        assertTrue(healed.contains("warning: netns:app: nft delete chain: "), healed);
        assertTrue(run("heal", "--json").exitedWith(0).output().contains("\"warnings\" : [ \"netns:app: "));
        assertTrue(run("heal", "--target", "netns:app").exitedWith(3).errors().contains("netns:app: nft delete chain: "));

        world.sh(other);
        String script = script();
        assertTrue(script.contains("heal: warning: /run/netns/app: iptables-nft-restore cannot take nofin's chains out\n"), script);
        assertEquals("", world.sh("nsenter --net=/run/netns/peer ipset list -n"));
    }

    /** flock(2) needs no right at all: here on the machine's own namespace, and on a container's by who is in it. */
    @Test
    void holdsNoLockThatNofinWaitsFor() throws Exception {
        Process host = start("host", "flock", "/proc/self/ns/net", "sh", "-c", "echo ready; exec sleep 1000");
        Process container = world.start(world.directory().resolve("container"), Stream.concat(
            Stream.of("nsenter", "--net=/run/netns/app"), Stream.concat(AS_NOBODY.stream(),
                Stream.of("flock", "/proc/self/ns/net", "sh", "-c", "echo ready; exec sleep 1000"))).toList());
        Wait.until("the container holds its lock", () -> Files.readString(world.directory().resolve("container")).contains("ready"));

        try (Nofin drop = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring()) {
            String healed = run("heal").exitedWith(0).output();
            assertTrue(healed.matches("ended run \\w{6} \\(on netns:app: drop: silent to 10\\.99\\.0\\.2; of root\\)\n"), healed);
            assertEquals("", script());
            drop.await().exitedWith(5);
        }
        assertEquals("", world.sh("ls /run/nofin/locks"), "the files of locks go with them");
        assertEquals("700 0\n", world.sh("stat -c '%a %u' /run/nofin/locks"));
        host.destroy();
        container.destroy();
    }

    /**
     * Leaves no thread of the agent's in a target's namespace: threads that libraries start stay in the namespace where they were started.
     */
    @Test
    void keepsNoThreadOfTheAgents() throws Exception {
        world.sh("ip netns add gone; ip link add v0 netns app type veth peer name v0 netns gone; ip -n gone link set lo up; ip -n gone link set v0 up"
            + "; ip -n gone addr add 10.98.0.1/24 dev v0; ip -n app addr add 10.98.0.2/24 dev v0; ip -n app link set v0 up"
            + "; nsenter --net=/run/netns/gone iptables-nft -N NOFIN-aaaaaa-in");
        String inode = world.sh("stat -L -c %i /run/netns/gone").strip();
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready")) {
            run("heal").exitedWith(0);
            run("targets").exitedWith(0);
            run("doctor");
            Files.writeString(world.directory().resolve("battery.yaml"), """
                nofin: 1
                name: battery
                targets: { gone: { netns: gone } }
                probes: { program: { from: gone, exec: [sh, -c, "exit 0"], every: 200ms } }
                faults:
                  cut:  { on: gone, peers: [10.98.0.2], drop: silent, optional: true }
                  slow: { on: gone, peers: [10.98.0.2], delay: 10ms, optional: true }
                timeline: [{ at: 0s, inject: cut, for: 1s }, { at: 1s, inject: slow, for: 1s }]
                """);
            run("run", "--allow-exec", "--report", "report", "--pcap", "pcap", "battery.yaml").exitedWith(0);
            run("drop", "--target", "netns:gone", "--peer", "10.98.0.2", "--for", "1s");
            run("status").exitedWith(0);

            assertEquals("", threadsElsewhere());
            world.sh("ip netns del gone");
            Wait.until("the namespace is gone", () -> world.sh("for f in /proc/[0-9]*/task/[0-9]*/ns/net /proc/[0-9]*/fd/*; do readlink $f; done 2>/dev/null"
                + " | grep -F 'net:[" + inode + "]' || true").isEmpty());
            agent.signal("TERM").await();
        }
    }

    /**
     * Leaves no thread behind in a target's namespace. No program was started in this process before JNA runs ldconfig, so the thread that
     * waits for programs to end begins only then.
     */
    @Test
    void keepsNoThreadOfARunByItself() throws Exception {
        try (Nofin drop = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m", "--pcap", "pcap").awaitFiring()) {
            Wait.until("no thread is left behind", Duration.ofSeconds(20), () -> threadsElsewhere().isEmpty());
            drop.signal("INT").await();
        }
    }

    /** A folder of an outsider's has links with the names of reports and captures; one of root's, too, as an outsider may have left them in time. */
    @Test
    void overwritesNothingThroughLinksOfStrangers() throws Exception {
        world.sh("mkdir victims theirs ours; echo precious >victims/one; echo precious >victims/two; chmod 755 victims theirs; for d in theirs ours; do"
            + " for f in report.json report.html junit.xml; do ln -s ../victims/one $d/$f; done; for f in app.pcapng netns-app.pcapng; do ln -s ../victims/two $d/$f; done; done"
            + "; chown -R -h 65534:65534 theirs");
        Files.writeString(world.directory().resolve("short.yaml"), "nofin: 1\ntargets: { app: { netns: app } }\n"
            + "faults: { cut: { on: app, drop: silent, optional: true } }\ntimeline: [{ at: 0s, inject: cut, for: 100ms }]\n");
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready")) {
            for (List<String> way : List.of(List.of("--alone"), List.<String>of())) {
                for (String folder : List.of("theirs", "ours")) {
                    Nofin.Result result = run(Stream.concat(Stream.of("run", "--report", folder, "--pcap", folder, "short.yaml"), way.stream()).toArray(String[]::new));
                    assertEquals(folder.equals("ours"), result.exitCode() == 0, result.toString());
                    assertEquals("precious\nprecious\n", world.sh("cat victims/one victims/two"));
                }
                assertEquals("600\n", world.sh("stat -c %a ours/report.json ours/app.pcapng | sort -u"));
            }
            agent.signal("TERM").await();
        }
    }

    private String threadsElsewhere() throws IOException {
        return world.sh("own=$(readlink /proc/1/ns/net); for t in /proc/[0-9]*/task/[0-9]*; do n=$(readlink $t/ns/net) || continue"
            + "; [ \"$n\" = \"$own\" ] || echo $t $n $(cat $t/comm); done");
    }

    /** Starts a program as nobody, and waits until it has said that it is ready. */
    private Process start(String name, String... command) throws Exception {
        Path output = world.directory().resolve(name);
        Process process = world.start(output, Stream.concat(AS_NOBODY.stream(), Stream.of(command)).toList());
        Wait.until(name + " is ready", () -> Files.readString(output).contains("ready"));
        return process;
    }

    private String inside(String pid, String commands) throws IOException {
        return world.sh("nsenter --net=/proc/" + pid + "/ns/net sh -c " + quoted(commands));
    }

    private String script() throws IOException {
        return world.sh("sh " + NativeScript.named("heal"));
    }

    private static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(StrangersTest::quoted).toList());
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
