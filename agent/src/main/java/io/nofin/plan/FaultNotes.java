package io.nofin.plan;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Fault;
import io.nofin.scenario.CorrelatedPart;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingKey;
import io.nofin.unit.IpFamily;
import io.nofin.unit.Probability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells what a fault does otherwise than people expect, as far as its text says so, on whatever host. */
public final class FaultNotes {

    private final List<String> notes = new ArrayList<>();

    private FaultNotes() {
    }

    /** Returns a sentence for each surprise in a scenario whose filters compile, in the order of its faults. */
    public static List<String> of(Scenario scenario) {
        return scenario.faults().entrySet().stream().flatMap(fault -> of(fault.getKey(), fault.getValue(), new SelectorRules(
            fault.getValue().selector(), fault.getValue().selector().filter().map(PacketFilter::compile)).families()).stream()).toList();
    }

    /** @param families the families of the packets that the fault selects */
    static List<String> of(String name, Fault fault, Set<IpFamily> families) {
        FaultNotes notes = new FaultNotes();
        notes.noteFamily(name, families);
        notes.note(name, fault.selector());
        fault.shaping().ifPresent(shaping -> notes.noteCorrelation(name, shaping));
        return List.copyOf(notes.notes);
    }

    private void noteFamily(String name, Set<IpFamily> families) {
        if (families.size() == 1) {
            notes.add("faults." + name + ".filter: matches no " + (families.contains(IpFamily.IPV4) ? "IPv6" : "IPv4")
                + " packet at all; tcp[...], udp[...] and icmp[...] look into IPv4 only, see pcap-filter(7)");
        }
    }

    /** Notes what the rules see otherwise than a person would. */
    private void note(String name, Selector selector) {
        if (selector.connections().filter(connections -> connections.state() != ConnectionState.ALL).isPresent() && selector.protocol() != Protocol.TCP) {
            notes.add("faults." + name + ".connections: a flow of UDP is known to have been there before if it sent something since the"
                + " rules were armed, or connection tracking was on already; otherwise it counts as new");
        }
        if (!selector.length().isAny() && (selector.protocol() == Protocol.TCP || selector.protocol() == Protocol.ANY)) {
            notes.add("faults." + name + ": TCP hands several segments over as one packet where the device splits them, and lengths are"
                + " those of such packets; lost segments are sent again one by one");
        }
    }

    /** Notes the effect of netem's correlation on a probability. */
    private void noteCorrelation(String name, Shaping shaping) {
        shaping.delay().filter(delay -> delay.jitter().isZero() && !delay.correlation().equals(Probability.ZERO)).ifPresent(delay ->
            notes.add("faults." + name + ".delay: a correlation is one of the jitter: without jitter it does nothing"));
        shaping.parts().stream().filter(CorrelatedPart.class::isInstance).map(CorrelatedPart.class::cast).forEach(part -> noteCorrelation(
            name + "." + ShapingKey.of(part).word(), part.probability(), part.correlation(), part instanceof Loss
                ? "write loss: { probability: " + part.probability() + ", burst: 4 } for runs of four and a mean that holds" : "leave it out"));
    }

    private void noteCorrelation(String key, Probability probability, Probability correlation, String remedy) {
        if (!correlation.equals(Probability.ZERO)) {
            double share = LongRun.share(probability, correlation);
            notes.add("faults." + key + ": with a correlation of " + correlation + ", netem's model hits "
                + (Double.isNaN(share) ? "all or none, as its first draw falls" : String.format(Locale.ROOT, "%.2g%%", share * 100)
                    + " of the packets in the long run, not " + probability) + ": " + remedy);
        }
    }
}
