package io.nofin.queue.effect;

import io.nofin.scenario.Loss;

/** Loses packets like {@code CLG_RANDOM} in net/sched/sch_netem.c. */
final class RandomLoss implements LossProcess {

    private final CorrelatedDice dice;
    private final long probability;

    RandomLoss(Loss.Random loss, Dice dice) {
        this.dice = new CorrelatedDice(dice, loss.correlation());
        this.probability = CorrelatedDice.u32(loss.probability());
    }

    @Override
    public boolean loses(long number) {
        return dice.happens(probability);
    }
}
