package io.nofin.inject;

import io.nofin.firewall.CountedRule;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.plan.RuleComment;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the packets that have passed the open gates of a plan that is armed. It asks the kernel itself, and so holds up nobody who
 * moves gates meanwhile. It holds the namespaces, and remembers a gate's count when the gate goes. Not thread-safe.
 */
public final class GateMeter implements AutoCloseable {

    private final Plan plan;
    private final Map<Path, NetworkNamespace> namespaces = new HashMap<>();
    private final Map<Path, NamespaceKernel> kernels = new HashMap<>();
    private final Map<Gate, Passed> most = new LinkedHashMap<>();

    /** The packets that met a fault, as {@link GateCount#packets} counts them. */
    public record Passed(long in, long out) {

        private static Passed sum(Passed one, Passed other) {
            return new Passed(one.in + other.in, one.out + other.out);
        }

        private static Passed most(Passed one, Passed other) {
            return new Passed(Math.max(one.in, other.in), Math.max(one.out, other.out));
        }
    }

    private GateMeter(Plan plan) {
        this.plan = plan;
    }

    /**
     * Opens a meter.
     *
     * @param namespaces the namespaces by the paths by which the plan knows them; the caller closes them, and may do so at once
     */
    public static GateMeter open(Plan plan, Map<Path, NetworkNamespace> namespaces) throws IOException {
        GateMeter meter = new GateMeter(plan);
        try {
            for (HostPlan host : plan.hosts()) {
                Path path = host.host().namespace();
                meter.namespaces.put(path, NetworkNamespace.open(namespaces.get(path).descriptorPath()));
                meter.kernels.put(path, NamespaceKernel.open(meter.namespaces.get(path), Optional.empty()));
            }
            return meter;
        } catch (IOException e) {
            meter.close();
            throw e;
        }
    }

    /** Returns the packets of each fault, in all namespaces and both families, since it was armed. */
    public Map<String, Passed> read() throws IOException {
        for (HostPlan host : plan.hosts()) {
            List<CountedRule> rules = rules(host);
            for (Gate gate : host.gates()) {
                most.merge(gate, new Passed(packets(rules, gate.chain(Side.INGRESS)), packets(rules, gate.chain(Side.EGRESS))), Passed::most);
            }
        }
        Map<String, Passed> passed = new LinkedHashMap<>();
        most.forEach((gate, count) -> passed.merge(gate.fault(), count, Passed::sum));
        return passed;
    }

    @Override
    public void close() {
        kernels.values().forEach(NamespaceKernel::close);
        namespaces.values().forEach(NetworkNamespace::close);
    }

    private List<CountedRule> rules(HostPlan host) throws IOException {
        List<CountedRule> rules = new ArrayList<>();
        for (IpFamily family : host.families()) {
            rules.addAll(kernels.get(host.host().namespace()).counted(host.iptables(family), host.run()::ownsChain));
        }
        return rules;
    }

    private static long packets(List<CountedRule> rules, String chain) {
        return rules.stream().filter(rule -> rule.chain().equals(chain) && RuleComment.isOn(rule)).mapToLong(CountedRule::packets).sum();
    }
}
