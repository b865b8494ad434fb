package io.nofin.junit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes tests that fault the same network take turns: a test or class keeps a network until it ends. Tests may fault what their class
 * holds, one at a time. Thread-safe.
 */
final class TargetLocks {

    private final Map<String, List<TestScope>> holders = new HashMap<>();
    private final Map<TestScope, Set<String>> waiting = new HashMap<>();

    /**
     * Waits until no other test or class holds any of the networks, and takes them.
     *
     * @throws NofinException when tests wait for each other's networks
     */
    synchronized void take(TestScope taker, Collection<String> networks) throws InterruptedException {
        while (!blockers(taker, networks).isEmpty()) {
            refuseCircle(taker, networks);
            waiting.put(taker, Set.copyOf(networks));
            try {
                wait();
            } finally {
                waiting.remove(taker);
            }
        }
        for (String network : networks) {
            List<TestScope> having = holders.computeIfAbsent(network, key -> new ArrayList<>());
            if (!having.contains(taker)) {
                having.add(taker);
            }
        }
    }

    synchronized void giveBack(TestScope taker) {
        holders.values().forEach(having -> having.remove(taker));
        holders.values().removeIf(List::isEmpty);
        notifyAll();
    }

    private Set<TestScope> blockers(TestScope taker, Collection<String> networks) {
        Set<TestScope> blockers = new HashSet<>();
        for (String network : networks) {
            holders.getOrDefault(network, List.of()).stream().filter(holder -> !taker.isWithin(holder)).forEach(blockers::add);
        }
        return blockers;
    }

    private void refuseCircle(TestScope taker, Collection<String> networks) {
        Set<TestScope> reached = new HashSet<>();
        List<TestScope> open = new ArrayList<>(blockers(taker, networks));
        while (!open.isEmpty()) {
            TestScope blocker = open.remove(open.size() - 1);
            if (taker.isWithin(blocker)) {
                throw new NofinException(taker + " and " + String.join(", ", names(blockers(taker, networks))) + " wait for each other's targets:"
                    + " fault them in the same order in both, or run the tests one after the other (@ResourceLock, @Isolated)");
            }
            if (reached.add(blocker)) {
                waiting.forEach((waiter, wanted) -> {
                    if (waiter.isWithin(blocker)) {
                        open.addAll(blockers(waiter, wanted));
                    }
                });
            }
        }
    }

    private static List<String> names(Set<TestScope> scopes) {
        return scopes.stream().map(TestScope::toString).sorted().toList();
    }
}
