package io.nofin.inject;

import io.nofin.firewall.SavedRules;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what has passed the open gates of a plan that is armed. Asks the kernel itself, and so holds up nobody who moves gates
 * meanwhile; each reading starts a program for every namespace and family. One thread at a time.
 */
public final class GateMeter {

    private final Plan plan;
    private final Map<Path, NetworkNamespace> namespaces;

    /** Packets that met a fault, as {@link GateCount#packets} counts them, in all namespaces and both families. */
    public record Passed(long in, long out) {

        private Passed plus(Passed other) {
            return new Passed(in + other.in, out + other.out);
        }
    }

    /** @param namespaces by the paths under which the plan knows them; stay the caller's, and have to stay open */
    public GateMeter(Plan plan, Map<Path, NetworkNamespace> namespaces) {
        this.plan = plan;
        this.namespaces = namespaces;
    }

    /** By fault, since it was armed. */
    public Map<String, Passed> read() throws IOException {
        Map<String, Passed> passed = new LinkedHashMap<>();
        for (HostPlan host : plan.hosts()) {
            List<SavedRules.Entry> rules = rules(host);
            for (Gate gate : host.gates()) {
                passed.merge(gate.fault(), new Passed(packets(rules, gate.chain(false)), packets(rules, gate.chain(true))), Passed::plus);
            }
        }
        return passed;
    }

    private List<SavedRules.Entry> rules(HostPlan host) throws IOException {
        return namespaces.get(host.host().namespace()).call(() -> {
            List<SavedRules.Entry> rules = new ArrayList<>();
            for (IpFamily family : IpFamily.values()) {
                rules.addAll(host.iptables(family).save().entries());
            }
            return rules;
        });
    }

    private static long packets(List<SavedRules.Entry> rules, String chain) {
        return rules.stream().filter(rule -> rule.chain().equals(chain)).mapToLong(SavedRules.Entry::packets).sum();
    }
}
