package io.nofin.junit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets tests that fault the same network follow one another: whoever came first has it until its test, or its class, is over. What a class
 * has, its tests may fault as well, one at a time. May be used from any thread.
 */
final class TargetLocks {

    private final Map<String, List<TestScope>> holders = new HashMap<>();
    private final Map<TestScope, Set<String>> waiting = new HashMap<>();

    /**
     * Waits until nobody else has any of it.
     *
     * @throws NofinException when that would be forever, as they wait for each other
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
            List<TestScope> having = holders.computeIfAbsent(network, any -> new ArrayList<>());
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
