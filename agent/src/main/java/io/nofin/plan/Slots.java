package io.nofin.plan;

import io.nofin.scenario.Connections;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which of so many connections in a row are hit: a fixed number, one drawn from each of as many equal stretches, so that a few
 * connections already have nearly the share that was asked, and are not every n-th.
 *
 * @param round how many connections in a row; then it begins again
 * @param hit   their numbers, from 0, in order
 */
record Slots(int round, List<Integer> hit) {

    private static final int PERMILLE = 1_000;
    private static final List<Integer> ROUNDS = List.of(20, 100, PERMILLE);

    Slots {
        hit = List.copyOf(hit);
    }

    static Slots of(Connections connections, long seed) {
        int permille = connections.permille();
        int round = ROUNDS.stream().filter(some -> permille * some % PERMILLE == 0).findFirst().orElseThrow();
        int count = permille * round / PERMILLE;
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> hit = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hit.add(random.nextInt(i * round / count, (i + 1) * round / count));
        }
        return new Slots(round, hit);
    }

    boolean isAll() {
        return hit.size() == round;
    }
}
