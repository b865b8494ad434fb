package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Nofin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that iptables-nft uses too, made with nft: what it makes in them for nofin goes with the run, and nothing else. */
class NativeTablesTest extends InWorld {

    private static final String NATIVE = """
        add table ip filter
        add chain ip filter mine { type filter hook input priority 0; policy accept; }
        add rule ip filter mine tcp dport 9 drop
        add chain ip filter OUTPUT { type filter hook output priority 0; policy accept; }
        add table ip mangle
        add chain ip mangle out { type route hook output priority -150; policy accept; }
        add table ip raw
        add chain ip raw pre { type filter hook prerouting priority -300; policy accept; }
        add table ip6 mangle
        add set ip6 mangle mine { type ipv6_addr; }
        """;

    @ParameterizedTest
    @ValueSource(strings = {"drop", "reject --with icmp-host-unreachable", "delay 10ms"})
    void areLeftAsTheyWere(String fault) throws Exception {
        String before = natively();

        List<String> words = new ArrayList<>(List.of(fault.split(" ")));
        words.addAll(List.of("--target", "netns:app", "--peer", PEER, "--for", "10m"));
        try (Nofin nofin = Nofin.start(world, words.toArray(String[]::new)).awaitFiring()) {
            nofin.signal("TERM").await();
        }

        assertEquals(before, state());
    }

    /** Another nofin than the one that caused them: there is the journal. */
    @Test
    void areLeftAsTheyWereByWhoUndoesAKilledRun() throws Exception {
        String before = natively();
        Nofin killed = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring();
        killed.killGuard().signal("KILL").await();

        run("heal").exitedWith(0);

        assertEquals(before, state());
        assertEquals("", world.sh("ls /run/nofin | grep journal || true"));
    }

    /** A rule that came meanwhile is somebody's, and so is its chain. */
    @Test
    void keepRulesThatCameMeanwhile() throws Exception {
        natively();
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring()) {
            world.sh("nsenter --net=/run/netns/app nft add rule ip mangle POSTROUTING tcp dport 9 drop");
            nofin.signal("TERM").await();
        }
        assertEquals("1\n", world.sh("nsenter --net=/run/netns/app nft list chain ip mangle POSTROUTING | grep -c 'dport 9'"));
    }

    private String natively() throws Exception {
        world.sh("nsenter --net=/run/netns/app nft -f - <<'END'\n" + NATIVE + "END");
        return state();
    }

    private String state() throws Exception {
        return world.sh("nsenter --net=/run/netns/app nft list ruleset");
    }
}
