package io.nofin.plan;

import io.nofin.firewall.Rule;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.Table;
import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Effect;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.scenario.Trigger;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects the faults of one namespace and renders its chains. Not thread-safe.
 *
 * <pre>
 *   POSTROUTING  1  -j NOFIN-run-out
 *   NOFIN-run-out   packets from the queue engine, exemptions, neighbour discovery,
 *                   copies of packets to groups that stay here                      -j RETURN
 *                   selector of fault 1                                             -j NOFIN-run-1-out
 *                   packets that a fault marked for the queue engine                -j NFQUEUE
 *   NOFIN-run-1-out -d network -m set --match-set nofin-run-1-4 dst                 -j verdict
 * </pre>
 *
 * Rules compare what is cheap first: see {@link PeerBounds}. A family in which no fault has a peer gets no rules.
 * A step that waits for a packet has a chain of its own at the end of the built-in one, where all others have seen the packet, with its
 * selectors, the gate and a queue: see {@link HostTrigger}.
 *
 * A fault on a share of connections has more rules in its chain, and chains of its own: see {@link ConnectionRules}. The jump counts
 * the packets that the selector matched, the verdict those that the open gate let through to the effect, so that the two can be told
 * apart when a fault matched nothing.
 */
final class HostPlanBuilder {


    /**
     * A match of the copy that the kernel makes, for the sender's own host, of a packet to a multicast group: it passes with the
     * device of the original, but it has no socket and does not go onto the wire; {@code ip_mc_output()} in net/ipv4/ip_output.c.
     * Forwarded packets have no socket either, but the source of another host. The rule asks only about packets to peers.
     */
    private static final Map<IpFamily, List<String>> LOOPED = Map.of(
        IpFamily.IPV4, List.of("-m", "owner", "!", "--socket-exists", "-m", "addrtype", "!", "--src-type", "UNICAST",
            "--dst-type", "BROADCAST,MULTICAST"),
        IpFamily.IPV6, List.of("-m", "owner", "!", "--socket-exists", "-m", "addrtype", "!", "--src-type", "UNICAST",
            "--dst-type", "MULTICAST"));

    /** Matches of IGMP and MLD, by which routers and hosts report on groups: messages about the link, not datagrams of programs. */
    private static final Map<IpFamily, List<List<String>>> GROUP_MANAGEMENT = Map.of(
        IpFamily.IPV4, List.of(List.of("-p", "igmp")),
        IpFamily.IPV6, Stream.of("130", "131", "132", "143").map(type -> List.of("-p", "icmpv6", "-m", "icmp6", "--icmpv6-type", type)).toList());

    private final RunId run;
    private final String scenario;
    private final HostRef host;
    private final HostFacts facts;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<IpFamily, Set<Hook>> hooks = new EnumMap<>(IpFamily.class);
    private final Map<Integer, Wait> waits = new LinkedHashMap<>();
    private final Map<IpFamily, List<Rule>> selectors = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, List<Rule>> verdicts = new EnumMap<>(IpFamily.class);

    /** A fault of this namespace. */
    private record Entry(Gate gate, PeerBounds bounds, SelectorRules selector, Effect effect) {

        Optional<ConnectionRules> connections(long seed) {
            Selector packets = selector.selector();
            return packets.connections().map(share -> new ConnectionRules(gate, share, packets.protocol(), ConnectionSlots.of(share, seed)));
        }

        Direction direction() {
            return selector.selector().direction();
        }
    }

    /** A wait for a packet in this namespace. */
    private record Wait(Gate gate, SelectorRules selector, Trigger.PacketSeen packet, List<EffectKind> kinds) {
    }

    HostPlanBuilder(RunId run, String scenario, HostRef host, HostFacts facts) {
        this.run = run;
        this.scenario = scenario;
        this.host = host;
        this.facts = facts;
    }

    /** Adds a fault; a second target in the same namespace only adds its peers. */
    void add(Gate gate, PeerBounds bounds, SelectorRules selector, Effect effect) {
        entries.merge(gate.fault(), new Entry(gate, bounds, selector, effect),
            (known, same) -> new Entry(known.gate.joined(gate), known.bounds.joined(bounds), known.selector, known.effect));
    }

    /**
     * Adds a step that waits for a packet; a second target in the same namespace only adds its peers.
     *
     * @param kinds what the step's faults do
     * @throws BadValueException when too many wait here
     */
    void add(int step, Gate gate, SelectorRules selector, Trigger.PacketSeen packet, List<EffectKind> kinds) {
        waits.merge(step, new Wait(gate, selector, packet, kinds), (known, same) -> new Wait(known.gate.joined(gate), known.selector, known.packet, kinds));
        if (waits.size() > HostFacts.WATCH_QUEUES) {
            throw new BadValueException("more than " + HostFacts.WATCH_QUEUES + " steps wait for packets of " + host.label(), "put some of them into another scenario");
        }
    }

    /**
     * Builds the plan.
     *
     * @param shapers plans which engine shapes which packets
     */
    HostPlan build(ShapingPlanner shapers) {
        HostFacts known = waits.isEmpty() ? facts : facts.seeingAllCopies();
        ShapingPlan shaping = shapers.plan(host, known, entries.values().stream().filter(entry -> entry.effect instanceof Shaping)
            .map(entry -> new EngineChoice.Candidate(entry.gate, entry.selector.selector(), (Shaping) entry.effect)).toList());
        for (Entry entry : entries.values()) {
            Optional<ConnectionRules> connections = entry.connections(shapers.connectionSeed(host, entry.gate));
            EffectRules effectRules = EffectRules.of(entry.effect, entry.gate.fault(), shaping, connections.isPresent());
            for (Side side : entry.direction().sides()) {
                add(entry, effectRules, connections, side, side == Side.INGRESS && shapesLoopbackBothWays(entry)
                    ? shaping.queue().orElseThrow().notSentAgain() : List.of());
            }
            Table table = effectRules.hook(entry.direction().sides().get(0)).table();
            connections.ifPresent(rules -> families(entry).forEach(family -> verdicts.get(family).addAll(rules.deciding(table, family))));
        }
        List<Gate> gates = entries.values().stream().map(Entry::gate).toList();
        List<FlowSet> flowSets = entries.values().stream().filter(entry -> entry.selector.selector().connections().isPresent())
            .flatMap(entry -> ConnectionRules.sets(entry.gate).stream()).toList();
        return new HostPlan(host, run, known, gates, triggers(), flowSets, shaping, rules(IpFamily.IPV4, shaping), rules(IpFamily.IPV6, shaping));
    }

    private List<HostTrigger> triggers() {
        List<HostTrigger> triggers = new ArrayList<>();
        waits.forEach((step, wait) -> triggers.add(new HostTrigger(step, wait.gate, facts.watchQueue() + triggers.size(), wait.packet)));
        return triggers;
    }

    /** Returns the chains of waits for packets. */
    private List<Rule> waiting(IpFamily family) {
        List<Rule> rules = new ArrayList<>();
        for (HostTrigger trigger : triggers()) {
            Wait wait = waits.get(trigger.step());
            for (Side side : wait.selector.selector().direction().sides()) {
                Hook hook = HostTrigger.hook(side, wait.kinds);
                String chain = wait.gate.chain(side);
                exemptions(family, hook).forEach(match -> rules.add(new Rule(hook.table(), chain, concat(match, List.of("-j", "RETURN")))));
                wait.selector.matches(family, side).forEach(match -> rules.add(new Rule(hook.table(), chain, concat(match, List.of("-m", "set", "--match-set",
                    wait.gate.set(family).name(), hook.peerEnd(), "-m", "comment", "--comment", new RuleComment(wait.gate.fault(), scenario).text(),
                    "-j", "NFQUEUE", "--queue-num", Integer.toString(trigger.queue()), "--queue-bypass")))));
            }
        }
        return rules;
    }

    /** Returns the jumps to the chains of waits for packets, as far as there are such rules. */
    private List<Rule> lastJumps(List<Rule> waiting) {
        List<Rule> jumps = new ArrayList<>();
        for (Wait wait : waits.values()) {
            for (Side side : wait.selector.selector().direction().sides()) {
                Hook hook = HostTrigger.hook(side, wait.kinds);
                if (waiting.stream().anyMatch(rule -> rule.chain().equals(wait.gate.chain(side)))) {
                    jumps.add(new Rule(hook.table(), hook.builtInChain(), List.of("-j", wait.gate.chain(side))));
                }
            }
        }
        return jumps;
    }

    /** Returns whether a fault shapes loopback both ways: each packet of loopback goes out, and then comes in. */
    private static boolean shapesLoopbackBothWays(Entry entry) {
        return entry.effect instanceof Shaping && entry.direction() == Direction.BOTH && entry.selector.selector().isOnInterface(Selector.LOOPBACK);
    }

    /**
     * Adds a fault's rules.
     *
     * @param once a further match of the verdict, so that no packet meets it twice
     */
    private void add(Entry entry, EffectRules effectRules, Optional<ConnectionRules> connections, Side side, List<String> once) {
        Gate gate = entry.gate;
        Hook hook = effectRules.hook(side);
        String chain = gate.chain(side);
        for (IpFamily family : families(entry)) {
            hooks.computeIfAbsent(family, key -> EnumSet.noneOf(Hook.class)).add(hook);
            for (List<String> match : entry.selector.matches(family, side)) {
                selectors.computeIfAbsent(family, key -> new ArrayList<>())
                    .add(new Rule(hook.table(), run.chain(side), concat(match, List.of("-j", chain))));
            }
            List<String> open = concat(entry.bounds.match(family, side), List.of("-m", "set", "--match-set", gate.set(family).name(), hook.peerEnd()));
            List<String> comment = List.of("-m", "comment", "--comment", new RuleComment(gate.fault(), scenario).text());
            List<Rule> rules = verdicts.computeIfAbsent(family, key -> new ArrayList<>());
            effectRules.leftAlone(family, side).forEach(match -> rules.add(new Rule(hook.table(), chain, concat(match, List.of("-j", "RETURN")))));
            connections.ifPresent(choice -> choice.picking(family).forEach(
                picking -> rules.add(new Rule(hook.table(), chain, concat(open, picking)))));
            rules.add(new Rule(hook.table(), chain, Stream.of(open, once, connections.map(choice -> choice.chosen(family)).orElse(List.of()), comment,
                effectRules.target(family, side, facts.voidQueue())).flatMap(List::stream).toList()));
        }
    }

    /** Returns the families in which a fault can meet packets of its peers. */
    private static List<IpFamily> families(Entry entry) {
        return Stream.of(IpFamily.values()).filter(entry.bounds::reach).toList();
    }

    private RuleSet rules(IpFamily family, ShapingPlan shaping) {
        if (!facts.families().contains(family)) {
            return new RuleSet(List.of(), List.of());
        }
        List<Rule> jumps = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        Set<Hook> used = hooks.getOrDefault(family, Set.of());
        for (Hook hook : used) {
            Stream.concat(returns(hook, shaping, family), exemptions(family, hook).stream().map(match -> concat(match, List.of("-j", "RETURN"))))
                .forEach(rule -> rules.add(new Rule(hook.table(), run.chain(hook.side()), rule)));
        }
        rules.addAll(selectors.getOrDefault(family, List.of()));
        for (Hook hook : used) {
            String chain = run.chain(hook.side());
            if (rules.stream().anyMatch(rule -> rule.table() == hook.table() && rule.chain().equals(chain))) {   // none for ip6 in IPv4
                jumps.add(new Rule(hook.table(), hook.builtInChain(), List.of("-j", chain)));
            }
            engine(hook, shaping).forEach(queue -> queue.tail(hook.side(), shapedPeers(family, hook.side(), shaping))
                .forEach(rule -> rules.add(new Rule(hook.table(), chain, rule))));
        }
        rules.addAll(verdicts.getOrDefault(family, List.of()));
        for (Hook hook : used) {
            engine(hook, shaping).forEach(queue -> {
                jumps.addAll(queue.jumps(hook.side(), shapedPeers(family, hook.side(), shaping)));
                rules.addAll(queue.pastRules(hook.side()));
            });
        }
        List<Rule> waiting = waiting(family);
        rules.addAll(waiting);
        return new RuleSet(jumps, lastJumps(waiting), rules);
    }

    private Stream<List<String>> returns(Hook hook, ShapingPlan shaping, IpFamily family) {
        return engine(hook, shaping).map(queue -> queue.returnPast(hook.side(), shapedPeers(family, hook.side(), shaping)));
    }

    /** Returns a match of all packets that the queue engine may get; no arguments where that could be any. */
    private List<String> shapedPeers(IpFamily family, Side side, ShapingPlan shaping) {
        return bounds(shaping.lanes().stream().filter(lane -> lane.side() == side).map(lane -> entries.get(lane.fault()))).match(family, side);
    }

    /** Returns a match of all packets to or from a peer of any fault; no arguments where that could be any. */
    private List<String> reached(IpFamily family, Side side) {
        return bounds(entries.values().stream()).match(family, side);
    }

    private static PeerBounds bounds(Stream<Entry> faults) {
        return faults.map(Entry::bounds).reduce(PeerBounds::joined).orElse(PeerBounds.NONE);
    }

    /** Returns the queue engine if it has packets of this hook to shape. */
    private static Stream<QueuePlan> engine(Hook hook, ShapingPlan shaping) {
        boolean shapes = (hook == Hook.MANGLE_POSTROUTING || hook == Hook.MANGLE_PREROUTING)
            && shaping.lanes().stream().anyMatch(lane -> lane.side() == hook.side());
        return shaping.queue().filter(queue -> shapes).stream();
    }

    private List<List<String>> exemptions(IpFamily family, Hook hook) {
        List<List<String>> matches = new ArrayList<>();
        facts.exemptions().forEach(exemption -> matches.addAll(exemption.matches(family, hook.side())));
        matches.addAll(hook.answers(family));
        if (family == IpFamily.IPV6) {
            NeighbourDiscovery.types().forEach(type -> matches.add(List.of("-p", "icmpv6", "-m", "icmp6", "--icmpv6-type", Integer.toString(type))));
        }
        if (hook == Hook.MANGLE_PREROUTING) {
            matches.addAll(GROUP_MANAGEMENT.get(family));
        }
        if (hook == Hook.MANGLE_POSTROUTING && selectors.getOrDefault(family, List.of()).stream()
                .anyMatch(rule -> rule.table() == hook.table() && rule.chain().equals(run.chain(hook.side())))) {
            matches.add(concat(reached(family, hook.side()), LOOPED.get(family)));
        }
        return matches;
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
