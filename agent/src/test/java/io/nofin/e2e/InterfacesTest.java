package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selectors by interface, and by protocols that are neither TCP nor UDP; counted by the receiving host's own packet filter. */
class InterfacesTest extends InWorld {

    private static final int PACKETS = 10;

    @ParameterizedTest
    @CsvSource({"eth7", "ens+", "shop_back", "a_network_with_a_long_name"})
    void anInterfaceThatIsNotThereIsAnErrorBeforeAnythingIsArmed(String name) throws Exception {
        Nofin.Result result = run("drop", "--target", "netns:app", "--interface", name, "--for", "1s").exitedWith(4);

        assertTrue(result.errors().contains("has no interface '" + name + "': it has eth0, lo"), result.errors());
        assertFalse(result.output().contains("armed"), result.output());
        assertNothingIsLeft();
    }

    @Test
    void theLabsHostsHaveTheirInterface() throws Exception {
        scenario("""
            nofin: 1
            lab: { hosts: { a: {} } }
            faults: { f: { on: a, interface: eth1, drop: silent } }
            timeline: [{ at: 0s, inject: f, for: 1s }]
            """);
        for (String command : new String[] {"plan", "run"}) {
            Nofin.Result result = run(command, "scenario.yaml").exitedWith(4);
            assertTrue(result.errors().contains("faults.f.interface: a (lab:a) has no interface 'eth1': it has eth0, lo"), result.errors());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ports: 3868, 132, 0", "protocol: sctp, 132, 0", "'protocol: sctp, ports: 3868', 132, 0", "'protocol: sctp, ports: 3869', 132, 10",
        "protocol: gre, 47, 0", "protocol: esp, 50, 0", "protocol: tcp, 132, 10", "protocol: esp, 47, 10",
    })
    void otherTransportsAreMatchedByNameAndPort(String selector, int protocol, int arriving) throws Exception {
        world.sh("ip netns exec peer iptables -t raw -A PREROUTING -p " + protocol + " -s 10.99.0.1");
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { f: { on: app, direction: out, optional: true, %s, drop: silent } }
            timeline: [{ at: 0s, inject: f, for: 1m }]
            """.formatted(selector));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            // Ports 5000 and 3868, where the protocol has any; for GRE, an empty header of a protocol that nobody has.
            world.sh("ip netns exec app python3 -c \"import socket; s = socket.socket(socket.AF_INET, socket.SOCK_RAW, " + protocol + ");"
                + " [s.sendto(bytes.fromhex('13880f1c') + bytes(16), ('" + PEER + "', 0)) for _ in range(" + PACKETS + ")]\"");
            assertEquals(arriving, counted());
            nofin.signal("TERM").await().exitedWith(5);
        }
    }

    private int counted() throws Exception {
        String rule = world.sh("ip netns exec peer iptables -t raw -nvxL PREROUTING").lines().skip(2).findFirst().orElseThrow();
        return Integer.parseInt(rule.strip().split("\\s+")[0]);
    }
}
