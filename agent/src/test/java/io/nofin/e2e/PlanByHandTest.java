package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Nofin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that {@code nofin plan} prints, given to sh, are what {@code nofin run} does. */
class PlanByHandTest extends InWorld {

    private static final String SCENARIO = """
        nofin: 1
        seed: 7
        name: "by hand, it's \\"quoted\\""
        targets: { app: { netns: app }, peer: { netns: peer } }
        faults:
          cut:   { on: [app, peer], peers: [10.99.0.0/24, "fd00:99::/64"], ports: [7, "100-200"], drop: silent, optional: true }
          loud:  { on: app, protocol: tcp, filter: "tcp[tcpflags] & tcp-push != 0", reject: tcp-reset, optional: true }
          split: { partition: [[app], [peer]], optional: true }
          some:  { on: app, longer-than: 100, connections: { share: 10%, state: new }, drop: silent, optional: true }
        timeline: [{ at: 2s, inject: [cut, split], for: 1s }, { at: 2500ms, inject: [loud, some], for: 500ms, repeat: { every: 600ms, times: 2 } }]
        """;

    @Test
    void armsTheSameAndLeavesNothing() throws Exception {
        scenario(SCENARIO);
        String armedByRun;
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("armed")) {
            armedByRun = world.rules("app", "peer");
            nofin.await().exitedWith(0);
        }
        Path script = Files.writeString(world.directory().resolve("plan.sh"), run("plan", "scenario.yaml").exitedWith(0).output());
        String text = Files.readString(script);
        Path arming = Files.writeString(world.directory().resolve("arm.sh"), text.substring(0, text.indexOf("\n# at 2s: inject")));
        Path rest = Files.writeString(world.directory().resolve("rest.sh"), "set -e\n" + text.substring(text.indexOf("\n# at 2s: inject")));

        world.sh("sh " + arming);
        assertEquals(anonymous(armedByRun), anonymous(world.rules("app", "peer")));
        assertEquals("3", world.sh("sh " + rest + " & for i in $(seq 400); do"
            + " n=$(nsenter --net=/run/netns/app ipset list | grep -c '^10.99.0.* timeout' || true); [ \"$n\" = 3 ] && break; sleep 0.01; done;"
            + " wait; echo $n").strip(), "the network of cut, and the two addresses of split");

        assertNothingIsLeft();
    }

    @Test
    void buildsALab() throws Exception {
        scenario("""
            nofin: 1
            lab: { hosts: { one: {}, two: { echo: 7 }, three: {} } }
            faults: { split: { partition: [[one, two], [two, three]], optional: true } }
            timeline: [{ at: 0s, inject: split, for: 200ms }]
            """);
        Files.writeString(world.directory().resolve("plan.sh"), run("plan", "scenario.yaml").exitedWith(0).output());

        world.sh("sh plan.sh");

        assertEquals(List.of("app", "peer"), world.sh("ip netns list").lines().map(line -> line.split(" ")[0]).sorted().toList());
    }

    private static List<String> anonymous(String rules) {
        return rules.lines().map(line -> line.replaceAll("(?i)nofin-[a-z0-9]{6}-", "NOFIN-run-")).sorted().toList();
    }
}
