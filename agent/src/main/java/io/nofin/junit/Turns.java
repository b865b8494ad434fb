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
final class Turns {

    private final Map<String, List<Scope>> holders = new HashMap<>();
    private final Map<Scope, Set<String>> waiting = new HashMap<>();

    /**
     * Waits until nobody else has any of it.
     *
     * @throws NofinException when that would be forever, as they wait for each other
     */
    synchronized void take(Scope taker, Collection<String> networks) throws InterruptedException {
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
            List<Scope> having = holders.computeIfAbsent(network, any -> new ArrayList<>());
            if (!having.contains(taker)) {
                having.add(taker);
            }
        }
    }

    synchronized void giveBack(Scope taker) {
        holders.values().forEach(having -> having.remove(taker));
        holders.values().removeIf(List::isEmpty);
        notifyAll();
    }

    private Set<Scope> blockers(Scope taker, Collection<String> networks) {
        Set<Scope> blockers = new HashSet<>();
        for (String network : networks) {
            holders.getOrDefault(network, List.of()).stream().filter(holder -> !taker.isWithin(holder)).forEach(blockers::add);
        }
        return blockers;
    }

    private void refuseCircle(Scope taker, Collection<String> networks) {
        Set<Scope> reached = new HashSet<>();
        List<Scope> open = new ArrayList<>(blockers(taker, networks));
        while (!open.isEmpty()) {
            Scope blocker = open.remove(open.size() - 1);
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

    private static List<String> names(Set<Scope> scopes) {
        return scopes.stream().map(Scope::toString).sorted().toList();
    }
}
