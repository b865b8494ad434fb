package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NetemTest;
import io.nofin.testing.Nofin;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else takes away what a fault has in the kernel, where that is netem's qdiscs and the rules of iptables-legacy. */
@NetemTest
class NetemWipedTest extends InWorld {

    private static final int DELAY_MS = 300;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', value = {
        "tc qdisc del dev eth0 root                                                       ~ the qdisc of eth0",
        "tc qdisc replace dev eth0 root handle 5: tbf rate 1gbit burst 1mb latency 1s     ~ the qdisc of eth0, where qdisc tbf 5: root is now",
        "tc qdisc del dev eth0 parent 6e6f:1                                              ~ the netem of class 6e6f:1 of eth0",
        "tc qdisc change dev eth0 parent 6e6f:1 handle 7001: netem delay 1ms              ~ the netem of class 6e6f:1 of eth0, which has another latency",
        "tc qdisc replace dev eth0 parent 6e6f:1 handle 9: netem delay 1ms                ~ the netem of class 6e6f:1 of eth0"})
    void namesTheQdiscsThatAreLost(String command, String lost) throws Exception {
        try (Nofin nofin = delay("--for", "8s").awaitFiring()) {
            inApp(command);
            nofin.awaitSaying(": netns:app lost ");

            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.errors().contains(": netns:app lost " + lost), result.errors());
            assertTrue(result.output().contains("FAILED: "), result.output());
        }
        inApp("tc qdisc del dev eth0 root 2>/dev/null || true");
        assertNothingIsLeft();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "tc qdisc del dev eth0 root",
        "tc qdisc del dev eth0 parent 6e6f:1",
        "tc class del dev eth0 classid 6e6f:1",
        "tc qdisc change dev eth0 parent 6e6f:1 handle 7001: netem delay 1ms",
        "tc qdisc replace dev eth0 parent 6e6f:1 handle 9: netem delay 1ms",
        "tc qdisc del dev eth0 root; iptables-legacy -t mangle -F"})
    void putsBackTheQdiscsWhereThatIsWanted(String command) throws Exception {
        try (Nofin nofin = delay("--for", "15s", "--on-wipe", "restore").awaitFiring()) {
            inApp(command);
            nofin.awaitSaying(": put back");
            long start = System.nanoTime();
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, PEER, 7).makePatiently());
            assertTrue(System.nanoTime() - start >= DELAY_MS * 1_000_000L, "the fault is back");

            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("UNKNOWN: 1 of 1 fault cannot be vouched for"), result.output());
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', value = {
        "iptables-legacy -t mangle -F                 ~ the jump from POSTROUTING of mangle (IPv4)",
        "ip6tables-legacy -t raw -F                   ~ the jump from PREROUTING of raw (IPv6)",
        "iptables-legacy -t mangle -D POSTROUTING 1   ~ the jump from POSTROUTING of mangle (IPv4)",
        "iptables-legacy -t mangle -I POSTROUTING 1 -p udp -j ACCEPT ~ its place at the head of POSTROUTING of mangle (IPv4)"})
    void noticesWhatIptablesLegacyTakesAway(String command, String lost) throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "8s").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            inApp(command);
            nofin.awaitSaying(": netns:app lost ");

            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.errors().contains(lost), result.errors());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"iptables-legacy -t mangle -F", "for i in iptables-legacy ip6tables-legacy; do for t in raw mangle filter; do $i -t $t -F; done; done"})
    void putsBackTheRulesOfIptablesLegacy(String command) throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10s", "--on-wipe", "restore").awaitFiring()) {
            inApp(command);
            nofin.awaitSaying(": put back");
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            assertReaches(OTHER_PEER);
            nofin.await().exitedWith(1);
        }
        assertNothingIsLeft();
    }

    private Nofin delay(String... options) throws IOException {
        String[] words = new String[8 + options.length];
        System.arraycopy(new String[] {"delay", DELAY_MS + "ms", "--target", "netns:app", "--direction", "out", "--engine", "netem"}, 0, words, 0, 8);
        System.arraycopy(options, 0, words, 8, options.length);
        return Nofin.start(world, words);
    }

    private void inApp(String commands) throws IOException {
        world.sh("nsenter --net=/run/netns/app sh -ec '" + commands + "'");
    }
}
