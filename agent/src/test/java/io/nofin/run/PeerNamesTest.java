package io.nofin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names that need no server: localhost, and those under .invalid, which never resolve (RFC 6761). */
class PeerNamesTest {

    @Test
    void asksForEveryHostNameAndForNothingElse() throws Exception {
        Map<String, List<IpNetwork>> names = PeerNames.resolve(scenario("""
            a: { on: app, peers: [localhost, db, 10.0.0.1], drop: silent }
            b: { on: app, peers: localhost, drop: silent }
            c: { partition: [[app], [db]] }
            """));

        assertEquals(List.of("localhost"), List.copyOf(names.keySet()));
        assertTrue(names.get("localhost").contains(IpNetwork.parse("127.0.0.1")) || names.get("localhost").contains(IpNetwork.parse("::1")));
    }

    @Test
    void tellsOfEveryNameThatIsUnknown() {
        var refused = assertThrows(TargetNotFoundException.class, () -> PeerNames.resolve(scenario("""
            a: { on: app, peers: [one.invalid, localhost], drop: silent }
            b: { on: app, peers: two.invalid, drop: silent }
            c: { on: db, peers: [app, one.invalid], drop: silent }
            """)));

        String end = " is neither a target of this scenario nor a name this host can resolve: name a target, an address,"
            + " or a name in DNS or /etc/hosts";
        assertEquals("faults.a.peers: 'one.invalid'" + end + "\nfaults.b.peers: 'two.invalid'" + end
            + "\nfaults.c.peers: 'one.invalid'" + end, refused.getMessage());
    }

    private static Scenario scenario(String faults) throws Exception {
        return new ScenarioReader(FilterCheck.NONE).read("""
            nofin: 1
            targets: { app: { netns: app }, db: { netns: db } }
            faults:
            """ + faults.indent(2) + """
            timeline: [{ inject: [a, b, c], for: 1s }]
            """, "test.yaml");
    }
}
