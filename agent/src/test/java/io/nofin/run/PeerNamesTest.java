package io.nofin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.Budget;
import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.target.TargetNames;
import io.nofin.testing.KernelTest;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names that need no server: localhost, which is in every hosts file, and those under .invalid, which nobody is asked for (RFC 6761). */
@KernelTest
class PeerNamesTest {

    private static final TargetNames.Client ME = new TargetNames.Client("root", true);

    @Test
    void asksForEveryHostNameAndForNothingElse() throws Exception {
        Map<String, Map<String, List<IpNetwork>>> names = resolve("""
            a: { on: app, peers: [localhost, db, 10.0.0.1], drop: silent }
            b: { on: app, peers: localhost, drop: silent }
            c: { partition: [[app], [db]] }
            """);

        assertEquals(Set.of("app"), names.keySet());
        assertEquals(Set.of("localhost"), names.get("app").keySet());
        assertTrue(names.get("app").get("localhost").contains(IpNetwork.parse("127.0.0.1"))
            || names.get("app").get("localhost").contains(IpNetwork.parse("::1")));
    }

    @Test
    void tellsOfEveryNameThatIsUnknown() {
        var refused = assertThrows(TargetNotFoundException.class, () -> resolve("""
            a: { on: app, peers: [one.invalid, localhost], drop: silent }
            b: { on: app, peers: two.invalid, drop: silent }
            c: { on: db, peers: [app, one.invalid], drop: silent }
            """));

        String start = " is neither a target of this scenario nor a name that netns:";
        String end = " can resolve: name a target, an address, or a name in DNS or /etc/hosts there";
        assertEquals("faults.a.peers: 'one.invalid'" + start + "app" + end + "\nfaults.b.peers: 'two.invalid'" + start + "app" + end
            + "\nfaults.c.peers: 'one.invalid'" + start + "db" + end, refused.getMessage());
    }

    @Test
    void saysThatNobodyAnswers() {
        var refused = assertThrows(TargetNotFoundException.class, () -> resolve("a: { on: app, peers: db.example, drop: silent }\n"));

        assertTrue(refused.getMessage().matches("netns:app cannot tell what 'db\\.example' means: asking the name server .*"
            + ": name an address or a target, or make its /etc/resolv\\.conf name a server that answers there"), refused.getMessage());
    }

    /** Asks in two new namespaces, which have no network. */
    private static Map<String, Map<String, List<IpNetwork>>> resolve(String faults) throws Exception {
        try (TargetNames app = TargetNames.ofNewNamespace("netns:app", ME); TargetNames db = TargetNames.ofNewNamespace("netns:db", ME)) {
            return PeerNames.resolve(scenario(faults), Map.of("app", List.of(app), "db", List.of(db)), Budget.STANDARD);
        }
    }

    private static Scenario scenario(String faults) throws Exception {
        return new ScenarioReader(FilterCheck.NONE).read("""
            nofin: 1
            targets: { app: { netns: app }, db: { netns: db } }
            faults:
            """ + faults.indent(2) + """
            timeline: [{ inject: [INJECTED], for: 1s }]
            """.replace("INJECTED", String.join(", ", faults.lines().map(line -> line.substring(0, 1)).toList())), "test.yaml");
    }
}
