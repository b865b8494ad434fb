package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NetemTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Shell;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that the target and its peer say to each other is in ESP, in transport mode: a fault takes what it names, and nothing leaves in clear. */
@NetemTest
class NetemIpsecTest extends InWorld {

    @BeforeEach
    void encrypt() throws IOException {
        for (String host : new String[] {"app", "peer"}) {
            String out = host.equals("app") ? "src 10.99.0.1 dst 10.99.0.2" : "src 10.99.0.2 dst 10.99.0.1";
            String in = host.equals("app") ? "src 10.99.0.2 dst 10.99.0.1" : "src 10.99.0.1 dst 10.99.0.2";
            String keys = " proto esp mode transport reqid 7 auth digest_null '' enc 'ecb(cipher_null)' ''";
            world.sh("ip -n " + host + " xfrm state add src 10.99.0.1 dst 10.99.0.2 spi 0x101" + keys
                + "; ip -n " + host + " xfrm state add src 10.99.0.2 dst 10.99.0.1 spi 0x102" + keys
                + "; ip -n " + host + " xfrm policy add " + out + " dir out tmpl proto esp mode transport reqid 7"
                + "; ip -n " + host + " xfrm policy add " + in + " dir in tmpl proto esp mode transport reqid 7");
        }
        world.sh("nsenter --net=/run/netns/peer sh -ec 'iptables-legacy -t raw -A PREROUTING -p esp; iptables-legacy -t mangle -A PREROUTING -p udp --dport 7;"
            + " iptables-legacy -t mangle -A PREROUTING -p udp --dport 7 -m policy --dir in --pol none'");
        assertEquals(Attempt.ANSWERED, Attempt.udp(app, PEER, 7).makePatiently());
    }

    /** Datagrams, counted by the peer; SYNs and what follows pass. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', value = {
        "drop --protocol udp --port 7                     ~ silence  ~ answered ~ 0",
        "drop --protocol esp                              ~ silence  ~ silence  ~ 0",
        "drop --protocol tcp --port 7                     ~ answered ~ silence  ~ 1",
        "delay 50ms --protocol udp --port 7               ~ answered ~ answered ~ 1",
        "loss 100% --protocol udp --port 7 --direction out ~ silence ~ answered ~ 0"})
    void takesWhatItNames(String fault, String udp, String tcp, int datagrams) throws Exception {
        zero();
        try (Nofin nofin = Nofin.start(world, (fault + " --target netns:app --engine queue --for 12s").replace(fault.startsWith("drop") ? " --engine queue" : "\0", "")
                .split(" ")).awaitFiring()) {
            assertEquals(udp, Attempt.udp(app, PEER, 7).make());
            assertEquals(tcp, tcp.equals(Attempt.SILENCE) ? Attempt.tcp(app, PEER, 7).make() : Attempt.tcp(app, PEER, 7).makePatiently());
            assertEquals(datagrams, counted("mangle", "dpt:7", 0));
            assertEquals(0, counted("mangle", "dpt:7", 1), "in clear");
            nofin.await().exitedWith(0);
        }
    }

    /** A copy would leave in clear: none is made, and the run says so. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"out, 1"})
    void neverSendsACopyInClear(String direction, int datagrams) throws Exception {
        zero();
        try (Nofin nofin = Nofin.start(world, "duplicate", "100%", "--protocol", "udp", "--port", "7", "--target", "netns:app", "--direction", direction, "--for", "8s")
                .awaitFiring()) {
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, PEER, 7).makePatiently());
            assertEquals(datagrams, counted("mangle", "dpt:7", 0));
            assertEquals(0, counted("mangle", "dpt:7", 1), "in clear");
            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("could not be duplicated"), result.output());
        }
    }

    private void zero() throws IOException {
        world.sh("nsenter --net=/run/netns/peer iptables-legacy -t mangle -Z");
    }

    private int counted(String table, String what, int which) throws IOException {
        return Shell.in(world.namespace("peer"), "iptables-legacy -t " + table + " -L PREROUTING -nvx").lines().filter(line -> line.contains(what))
            .skip(which).map(line -> Integer.parseInt(line.strip().split("\\s+")[0])).findFirst().orElseThrow();
    }
}
