package io.nofin.inject;

import io.nofin.api.UnsupportedHostException;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.MarkUse;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.route.DumpRules;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.plan.NetemFacts;
import io.nofin.plan.QueuePlan;
import io.nofin.plan.Resending;
import io.nofin.plan.ShapingFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds out the facts that the planner needs about a namespace whose packets are to be shaped, without changing anything in it. */
final class ShapingFactFinder {

    /** The queue number that is tried first: next to the void queue, and nobody's default. */
    private static final int FAVOURITE_QUEUE = FactFinder.FAVOURITE_VOID_QUEUE - QueuePlan.NUMBERS;

    private static final Pattern QUEUE_NUMBERS = Pattern.compile("--queue-(?:num|balance) (\\d{1,5})(?::(\\d{1,5}))?\\b");
    private static final int WHOLE_MARK = -1;
    private static final List<String> LAB_DEVICES = List.of("eth0");

    private ShapingFactFinder() {
    }

    static ShapingFacts find(NetworkNamespace namespace, NetemKernel kernel, Set<Integer> boundQueues) throws IOException {
        List<SavedRules> rules = new ArrayList<>();
        Set<String> routing = new TreeSet<>();
        MarkUse marks = MarkUse.NONE;
        for (Iptables iptables : FactFinder.inUse(namespace)) {
            SavedRules saved = namespace.call(iptables::save);
            rules.add(saved);
            marks = marks.and(MarkUse.of(saved));
        }
        try (RouteSocket route = namespace.visit(RouteSocket::open)) {
            for (NetlinkMessage answer : route.execute(new DumpRules())) {
                Optional<DumpRules.Fwmark> fwmark = DumpRules.fwmark(answer);
                if (DumpRules.asksWhoSends(answer)) {
                    routing.add("routing rules depend on the sender ('ip rule')");
                }
                if (fwmark.filter(mark -> mark.mask() == WHOLE_MARK).isPresent()) {
                    routing.add("routing rules compare whole packet marks ('ip rule')");
                }
                marks = fwmark.isEmpty() ? marks : marks.with(fwmark.get().value(), fwmark.get().mask(), true);
            }
            Set<Integer> taken = new HashSet<>(boundQueues);
            rules.forEach(saved -> saved.entries().forEach(rule -> addQueues(rule.text(), taken)));
            return new ShapingFacts(queue(taken), marks.bits(), marks.whole(),
                ResendingFinder.find(namespace, rules, routing), netem(route, kernel));
        }
    }

    static ShapingFacts ofNewNamespace(NetemKernel kernel) {
        return new ShapingFacts(FAVOURITE_QUEUE, 0, false, Resending.FREE, facts(kernel, kernel.missing(), LAB_DEVICES));
    }

    /** Finds out what netem can do. A device that somebody else shapes keeps netem away from all, as packets may leave by any. */
    private static NetemFacts netem(RouteSocket route, NetemKernel kernel) throws IOException {
        List<String> devices = new ArrayList<>();
        Optional<String> missing = kernel.missing();
        for (Link link : route.links()) {
            if (link.up() && !link.loopback()) {
                devices.add(link.name());
                Optional<String> occupant = ShapingTree.occupant(route, link);
                boolean ours = occupant.isPresent() && ShapingTree.isInstalled(route, link);
                missing = missing.or(() -> occupant.map(root -> ours
                    ? "another fault of nofin's has netem on " + link.name() : link.name() + " has a root qdisc of its own, " + root));
            }
        }
        return facts(kernel, missing, devices);
    }

    private static NetemFacts facts(NetemKernel kernel, Optional<String> missing, List<String> devices) {
        return new NetemFacts(missing, kernel.seedable(), kernel.duplicatesMix(), devices);
    }

    private static void addQueues(String rule, Set<Integer> taken) {
        Matcher numbers = QUEUE_NUMBERS.matcher(rule);
        while (numbers.find()) {
            int first = Integer.parseInt(numbers.group(1));
            int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
            for (int number = first; number <= last; number++) {
                taken.add(number);
            }
        }
    }

    private static int queue(Set<Integer> taken) throws UnsupportedHostException {
        for (int number = FAVOURITE_QUEUE; number >= 0; number -= QueuePlan.NUMBERS) {
            if (IntStream.range(number, number + QueuePlan.NUMBERS).noneMatch(taken::contains)) {
                return number;
            }
        }
        throw new UnsupportedHostException("no three NFQUEUE numbers next to each other are free: end programs that listen on some");
    }
}
