package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.JsonText;
import io.nofin.firewall.BackEnd;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.plan.Planner;
import io.nofin.plan.ResolvedHosts;
import io.nofin.plan.RunId;
import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanScriptTest {

    private static final Path APP = Path.of("/run/netns/app");

    @Test
    void doesByHandWhatARunDoes() throws InvalidDocumentException {
        Scenario scenario = new ScenarioReader(FilterCheck.NONE).read("""
            nofin: 1
            name: by hand
            targets: { app: { netns: app } }
            faults: { cut: { on: app, peers: [10.0.0.0/8, "fd00::/8"], direction: in, protocol: icmp, drop: silent } }
            timeline: [{ at: 500ms, inject: cut, for: 1500ms }]
            """, "test.yaml");

        assertEquals("""
            #!/bin/sh
            # nofin plan of by hand, run abcdef: run by root, it does what 'nofin run' does, without the proof
            set -e

            # arm app (netns:app), gates closed
            nsenter --net=/run/netns/app ipset create nofin-abcdef-1-4 hash:net family inet maxelem 65536 timeout 0
            nsenter --net=/run/netns/app ipset create nofin-abcdef-1-6 hash:net family inet6 maxelem 65536 timeout 0
            nsenter --net=/run/netns/app iptables-nft-restore --noflush -w 10 <<'END'
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in ! -i lo -p icmp -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -s 10.0.0.0/8 -m set --match-set nofin-abcdef-1-4 src -m comment --comment "cut of by hand" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            END
            nsenter --net=/run/netns/app ip6tables-legacy-restore --noflush -w 10 <<'END'
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 133 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 134 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 135 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 136 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 137 -j RETURN
            -A NOFIN-abcdef-in ! -i lo -p icmpv6 -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -s fd00::/8 -m set --match-set nofin-abcdef-1-6 src -m comment --comment "cut of by hand" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            END

            # at 500ms: inject cut
            sleep 0.5
            nsenter --net=/run/netns/app ipset restore -exist <<'END'
            add nofin-abcdef-1-4 10.0.0.0/8 timeout 2
            add nofin-abcdef-1-6 fd00::/8 timeout 2
            END

            # at 2s: heal cut
            sleep 1.5
            nsenter --net=/run/netns/app ipset flush nofin-abcdef-1-4
            nsenter --net=/run/netns/app ipset flush nofin-abcdef-1-6

            # disarm app (netns:app)
            nsenter --net=/run/netns/app ip6tables-legacy-restore --noflush -w 10 <<'END'
            *raw
            -D PREROUTING -j NOFIN-abcdef-in
            -F NOFIN-abcdef-in
            -F NOFIN-abcdef-1-in
            -X NOFIN-abcdef-in
            -X NOFIN-abcdef-1-in
            COMMIT
            END
            nsenter --net=/run/netns/app iptables-nft-restore --noflush -w 10 <<'END'
            *raw
            -D PREROUTING -j NOFIN-abcdef-in
            -F NOFIN-abcdef-in
            -F NOFIN-abcdef-1-in
            -X NOFIN-abcdef-in
            -X NOFIN-abcdef-1-in
            COMMIT
            END
            nsenter --net=/run/netns/app ipset destroy nofin-abcdef-1-6
            nsenter --net=/run/netns/app ipset destroy nofin-abcdef-1-4
            """, script(scenario).text());
    }

    @Test
    void writesNotesAsComments() {
        PlanScript script = new PlanScript("one\ntwo", List.of());

        assertEquals("#!/bin/sh\n# one\n# two\nset -e\n", script.text());
        assertTrue(JsonText.of(script).contains("\"header\" : \"one\\ntwo\""), JsonText.of(script));
    }

    private static PlanScript script(Scenario scenario) {
        HostRef host = new HostRef("app", "netns:app", APP, List.of());
        return PlanScript.of(scenario, Planner.plan(new RunId("abcdef"), 1, scenario, new ResolvedHosts(Map.of("app", List.of(host)),
            Map.of(), Map.of(APP, new HostFacts(BackEnd.NFT, BackEnd.LEGACY, 60_999, List.of())))));
    }
}
