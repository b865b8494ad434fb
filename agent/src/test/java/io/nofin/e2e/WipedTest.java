package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else takes a fault's rules away while it fires: that is noticed, said, put back where it is wanted, and never passes. */
class WipedTest extends InWorld {

    private static final String CHAIN = "$(iptables -t mangle -S | grep -o 'NOFIN-[a-z0-9]*-1-out' | head -1)";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', value = {
        "nft flush ruleset                                              ~ the jump from POSTROUTING of mangle (IPv6)              ~ nft",
        "iptables -t mangle -F                                          ~ the jump from POSTROUTING of mangle (IPv4)              ~ iptables",
        "ip6tables -t mangle -F                                         ~ the jump from POSTROUTING of mangle (IPv6)              ~ ip6tables",
        "ip6tables -t raw -F                                            ~ the jump from PREROUTING of raw (IPv6)                  ~ ip6tables",
        "iptables -t mangle -D POSTROUTING 1                            ~ the jump from POSTROUTING of mangle (IPv4)              ~ iptables",
        "iptables -t mangle -F CHAIN                                    ~ the rules of NOFIN-                                     ~ iptables",
        "iptables -t mangle -I POSTROUTING 1 -p udp -j ACCEPT           ~ its place at the head of POSTROUTING of mangle (IPv4)   ~ iptables",
        "ipset flush                                                    ~ all members of the set nofin-                           ~ ''",
        "for s in $(ipset list -n | grep 4); do ipset del $s 10.99.0.2; done ~ some members of the set nofin-                     ~ ''"})
    void failsHoweverLittleItIs(String command, String lost, String by) throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { cut: { on: app, peers: [10.99.0.2, 10.99.0.3, "fd00:99::2"], drop: silent } }
            timeline: [{ at: 0s, inject: cut, for: 5s }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            inApp(command);
            nofin.awaitSaying("  WIPED  cut: app lost ");

            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.errors().contains(lost), result.errors());
            assertTrue(by.isEmpty() || result.errors().contains(", by " + by), result.errors());
            assertEquals("failed", report(result).get("outcome").asText(), result.output());
            assertTrue(report(result).at("/faults/0/proof/reason").asText().contains(lost), result.output());
        }
    }

    @Test
    void passesWhenAHarmlessRuleIsPutInFront() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "3s").awaitFiring()) {
            inApp("iptables -t mangle -I POSTROUTING 1 -j MARK --or-mark 0x1; iptables -t nat -A OUTPUT -p tcp -j ACCEPT; ipset create other hash:ip");
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            nofin.await().exitedWith(0);
        }
    }

    /** The other back end of iptables has nothing of nofin's. */
    @Test
    void passesWhenTheOtherBackEndIsFlushed() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "4s").awaitFiring()) {
            inApp("for i in iptables-legacy ip6tables-legacy; do for t in raw mangle filter; do $i -t $t -F; $i -t $t -X; done; done");
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            nofin.await().exitedWith(0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "nft flush ruleset; for s in $(ipset list -n); do ipset destroy $s; done",
        "iptables -t mangle -I POSTROUTING 1 -j ACCEPT",
        "ipset flush"})
    void isPutBackWhereThatIsWanted(String command) throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "6s", "--on-wipe", "restore").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            inApp(command);
            nofin.awaitSaying(": put back");
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            assertReaches(OTHER_PEER);

            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("UNKNOWN: 1 of 1 fault cannot be vouched for"), result.output());
            assertTrue(result.output().contains("and put back; packets may have passed for "), result.output());
        }
        inApp("iptables -t mangle -F POSTROUTING");
        assertNothingIsLeft();
    }

    private void inApp(String commands) throws IOException {
        world.sh("nsenter --net=/run/netns/app sh -ec '" + commands.replace("CHAIN", CHAIN.replace("'", "'\\''")) + "'");
    }

    private static JsonNode report(Nofin.Result result) throws IOException {
        return new ObjectMapper().readTree(result.output());
    }
}
