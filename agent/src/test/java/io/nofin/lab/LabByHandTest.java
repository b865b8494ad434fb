package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.scenario.LabHost;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the lab's commands under sh, in a network and a mount namespace of their own, which end with it. */
@KernelTest
@Timeout(240)
class LabByHandTest {

    private static final List<String> HOSTS = List.of("client", "server");

    /** Index, link-layer addresses and ages differ from one lab to the next; what a person configures does not. */
    private static final String SHOW = """
        for host in client server; do
            in_$host ip -brief link show | sed 's/  */ /g; s/@if[0-9]*//; s/[0-9a-f:]\\{17\\}/MAC/g'
            in_$host ip -oneline address show scope global | sed 's/^[0-9]*: //; s/  */ /g'
            in_$host ip route show table all | grep -v fe80 | sort
        done
        """;

    @Test
    void givesTheSameNetworkAsTheLabItself() throws Exception {
        Map<String, LabHost> hosts = new LinkedHashMap<>();
        HOSTS.forEach(host -> hosts.put(host, LabHosts.plain()));
        try (Lab lab = Lab.build(hosts)) {
            String built = sh("set -e\n" + function(lab, "client") + function(lab, "server") + SHOW);
            String byHand = sh("set -e\nmkdir -p /run/netns\nmount -t tmpfs nofin-lab /run/netns\n"
                + String.join("\n", lab.commands()) + "\n" + function("client") + function("server") + SHOW);

            assertEquals(built, byHand);
            assertEquals(2, built.lines().filter(line -> line.startsWith("eth0 UP MAC")).count(), built);
            assertEquals(2, built.lines().filter(line -> line.startsWith("eth0 inet6 fd00:77::")).count(), built);
        }
    }

    private static String function(Lab lab, String host) {
        return "in_" + host + "() { nsenter --net=" + lab.host(host).namespace().descriptorPath() + " \"$@\"; }\n";
    }

    private static String function(String host) {
        return "in_" + host + "() { ip netns exec " + LabWiring.namespace(host) + " \"$@\"; }\n";
    }

    private static String sh(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", script)
            .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
