package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.inject.Shaped;
import io.nofin.probe.FaultWindow;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Side;
import io.nofin.witness.DropEvidence;
import io.nofin.witness.Escape;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether faults did what they were asked to do, from the kernel's counters, the engines' counters, and captures. Each of
 * these can refute it. Where one that is needed is missing, the verdict is unknown.
 *
 * @param evidence the witness's evidence, where there was a witness
 * @param escapes  packets that left by the wire
 * @param wipes    rules that somebody else removed
 * @param names    host names that got more addresses
 * @param fired    when faults were firing
 */
record FaultProofs(List<FaultEvidence> evidence, List<Escape> escapes, List<IntegrityMonitor.TimedWipe> wipes, List<NameChange> names, List<FaultWindow> fired) {

    /** Returns the verdict of the kernel's counters alone. */
    static Verdict byCounters(boolean optional, List<GateCount> counts) {
        long packets = counts.stream().mapToLong(GateCount::packets).sum();
        return packets > 0 ? Verdict.yes(packets + " packets matched")
            : optional ? Verdict.yes("no packet matched, and none had to") : Verdict.no("no packet matched");
    }

    Verdict of(String name, Fault fault, List<GateCount> counts) {
        List<Verdict> verdicts = new ArrayList<>(List.of(byCounters(fault.optional(), counts)));
        escapes.stream().filter(escape -> escape.fault().equals(name)).forEach(escape -> byTheWire(fault, escape, counts, verdicts));
        evidence.stream().filter(host -> host.fault().equals(name)).flatMap(host -> host.cut().stream()).map(DropEvidence::verdict)
            .filter(Verdict::isNo).forEach(verdicts::add);
        counts.forEach(count -> count.shaped().stream().flatMap(shaped -> shaped.shortfalls().stream())
            .forEach(why -> verdicts.add(Verdict.no(count.gate().host().label() + ", " + count.side().word() + ": " + why))));
        counts.forEach(count -> bundled(fault, count).ifPresent(verdicts::add));
        wipes.stream().filter(wiped -> wiped.wipe().faults().contains(name)).map(FaultProofs::wiped).forEach(verdicts::add);
        names.stream().filter(change -> change.leftOpen(name, fault, fired)).findFirst().map(change -> Verdict.unknown(change
            + ": write the addresses, or their network, among the peers")).ifPresent(verdicts::add);
        return VerdictLogic.all(verdicts);
    }

    /**
     * Denies it where netem decided about bundles of segmentation offload, once about each: it counts their segments as they come out, the
     * rules count them whole. Duplicates come out, too, one of each packet at most.
     */
    private static Optional<Verdict> bundled(Fault fault, GateCount count) {
        if (!(count.shaped().orElse(null) instanceof Shaped.ByNetem netem) || !fault.shaping().orElseThrow().decidesAboutEachPacket()) {
            return Optional.empty();
        }
        long most = count.packets() * (fault.shaping().get().duplicate().isPresent() ? 2 : 1);
        return netem.counts().packets() <= most - netem.counts().dropped() - netem.counts().held() ? Optional.empty()
            : Optional.of(Verdict.no(count.gate().host().label() + ", out: netem decided once about each of " + count.packets() + " packets that were"
                + " handed to it, among them bundles of segmentation offload, of which the wire has more: leave engine out, or turn the offload off"
                + " with ethtool -K DEVICE tso off gso off tx-udp-segmentation off"));
    }

    private static Verdict wiped(IntegrityMonitor.TimedWipe wiped) {
        String what = wiped.wipe() + ", noticed at " + String.format(Locale.ROOT, "%.2f s", wiped.at().toNanos() / 1e9);
        return wiped.wipe().putBack()
            ? Verdict.unknown(what + " and put back; packets may have passed for " + wiped.wipe().within().toMillis() + " ms at most")
            : Verdict.no(what);
    }

    private static void byTheWire(Fault fault, Escape escape, List<GateCount> counts, List<Verdict> verdicts) {
        String host = escape.host();
        String bypasses = escape.bypasses().isEmpty() ? "" : "; packet sockets bypass iptables, and these have some: "
            + String.join(", ", escape.bypasses());
        if (escape.left() > 0) {
            verdicts.add(Verdict.no(host + ": " + escape.left() + " packets left that the fault had to stop" + bypasses));
        }
        if (escape.untold() > 0) {
            verdicts.add(Verdict.no(host + ": " + escape.untold() + " TCP packets to link-local addresses passed, because Linux tells no socket of"
                + " an ICMP error about one: write reject: tcp-reset, or put the fault on the host at the other end"));
        }
        if (escape.passedOn() > 0) {
            verdicts.add(Verdict.unknown(host + ": " + escape.passedOn() + " packets between other hosts were forwarded while the fault was in force,"
                + " by a bridge or by a route that its rules do not see: put the fault on one of those hosts"));
        }
        escape.doubts().forEach(doubt -> verdicts.add(Verdict.unknown(host + ": " + doubt)));
        boolean seesItsEffect = isTaking(fault) && fault.selector().direction().includes(Side.EGRESS);
        if (!escape.bypasses().isEmpty() && !seesItsEffect) {
            verdicts.add(Verdict.unknown(host + ": unknown whether the fault matched all packets" + bypasses
                + ": end them, or put the fault on the host at the other end"));
        }
        if (fault.kind() == EffectKind.REJECT && escape.doubts().isEmpty()) {
            answered(escape, counts).ifPresent(verdicts::add);
        }
    }

    /** Decides whether senders on the other end were answered. Senders on the host itself are answered through loopback. */
    private static Optional<Verdict> answered(Escape escape, List<GateCount> counts) {
        long refused = counts.stream().filter(count -> count.side() == Side.INGRESS && count.gate().host().label().equals(escape.host()))
            .mapToLong(GateCount::packets).sum();
        if (refused == 0) {
            return Optional.empty();
        }
        String numbers = escape.host() + ": " + refused + " packets that came in were refused, " + escape.answers() + " RSTs or ICMP errors left";
        return Optional.of(escape.answers() > 0 ? Verdict.yes(numbers) : Verdict.no(numbers));
    }

    private static boolean isTaking(Fault fault) {
        return fault.kind() == EffectKind.DROP || fault.kind() == EffectKind.REJECT;
    }
}
