package io.nofin.plan;

import io.nofin.scenario.Connections;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The connections of a round that are hit: a fixed number, one drawn from each of as many equal stretches, so that a few connections
 * already have nearly the share that was asked, and are not every n-th.
 *
 * @param round the number of connections after which it begins again
 * @param hit   the numbers of those that are hit, from 0, in order
 */
record ConnectionSlots(int round, List<Integer> hit) {

    ConnectionSlots {
        hit = List.copyOf(hit);
    }

    static ConnectionSlots of(Connections connections, long seed) {
        int round = connections.round();
        int count = connections.hits();
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> hit = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hit.add(random.nextInt(i * round / count, (i + 1) * round / count));
        }
        return new ConnectionSlots(round, hit);
    }

    boolean isAll() {
        return hit.size() == round;
    }
}
