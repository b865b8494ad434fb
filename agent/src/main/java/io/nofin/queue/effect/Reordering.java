package io.nofin.queue.effect;

import io.nofin.scenario.Reorder;

/** Picks the packets that go ahead of those that are delayed; see {@code netem_enqueue()} in net/sched/sch_netem.c. */
final class Reordering {

    private final CorrelatedDice dice;
    private final long probability;
    private final int gap;
    private int delayed;

    Reordering(Reorder reorder, Dice dice) {
        this.dice = new CorrelatedDice(dice, reorder.correlation());
        this.probability = CorrelatedDice.u32(reorder.probability());
        this.gap = reorder.gap();
    }

    boolean goesAhead() {
        if (delayed < gap - 1 || probability < dice.draw()) {
            delayed++;
            return false;
        }
        delayed = 0;
        return true;
    }
}
