package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Three hosts of a lab, cut from each other, and a fourth that is in everybody's group. */
class PartitionTest extends InWorld {

    private static final List<String> HOSTS = List.of("one", "two", "three", "bridge");

    @Test
    void cutsWhoSharesNoGroup() throws Exception {
        scenario("""
            nofin: 1
            lab:
              hosts:
                one:    { echo: 7, run: [sleep, "2001"] }
                two:    { echo: 7, run: [sleep, "2002"] }
                three:  { echo: 7, run: [sleep, "2003"] }
                bridge: { echo: 7, run: [sleep, "2004"] }
            faults: { split: { partition: [[one, bridge], [two, bridge], [three, bridge]] } }
            timeline: [{ at: 10s, inject: split, for: 5m }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("armed")) {
            Map<String, Attempt> attempts = new TreeMap<>();
            for (int from = 0; from < HOSTS.size(); from++) {
                try (NetworkNamespace namespace = NetworkNamespace.open(Path.of("/proc", pidOf("sleep 200" + (from + 1)), "ns/net"))) {
                    NetworkNamespace held = NetworkNamespace.open(namespace.descriptorPath());
                    for (int to = 0; to < HOSTS.size(); to++) {
                        if (from != to) {
                            attempts.put(HOSTS.get(from) + " to " + HOSTS.get(to) + " 4", Attempt.tcp(held, "10.77.0." + (to + 1), 7));
                            attempts.put(HOSTS.get(from) + " to " + HOSTS.get(to) + " 6", Attempt.tcp(held, "fd00:77::" + (to + 1), 7));
                        }
                    }
                }
            }
            Map<String, String> expected = new TreeMap<>();
            attempts.keySet().forEach(name -> expected.put(name, Attempt.ANSWERED));
            assertEquals(expected, Attempt.all(attempts, expected), "armed");

            nofin.awaitFiring();

            expected.replaceAll((name, result) -> name.contains("bridge") ? Attempt.ANSWERED : Attempt.SILENCE);
            assertEquals(expected, Attempt.all(attempts, expected), "firing");
            nofin.signal("INT").await().exitedWith(5);
            attempts.values().forEach(attempt -> attempt.from().close());
        }
        assertNothingIsLeft();
    }

    private static String pidOf(String command) {
        return ProcessHandle.allProcesses().filter(process -> process.info().commandLine().orElse("").endsWith(command))
            .filter(process -> process.info().command().orElse("").endsWith("sleep"))
            .map(process -> Long.toString(process.pid())).findFirst().orElseThrow();
    }
}
