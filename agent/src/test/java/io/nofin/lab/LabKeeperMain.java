package io.nofin.lab;

import io.nofin.scenario.LabHost;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a lab, prints the identities of its namespaces on one line, and waits to be killed. */
final class LabKeeperMain {

    private LabKeeperMain() {
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, LabHost> hosts = new LinkedHashMap<>();
        hosts.put("client", LabHosts.run("sh", "-c", "sleep 1000 & setsid sleep 1000 & wait"));
        hosts.put("server", LabHosts.echo(7007));
        try (Lab lab = Lab.build(hosts)) {
            System.out.println(lab.host("client").namespace().id() + " " + lab.host("server").namespace().id());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
