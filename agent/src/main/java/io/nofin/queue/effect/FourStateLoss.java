package io.nofin.queue.effect;

import io.nofin.scenario.Loss;
import java.util.Optional;

/** Loses packets like {@code loss_4state()} in net/sched/sch_netem.c. */
final class FourStateLoss implements LossProcess {

    private enum State { RECEIVED_IN_GAP, RECEIVED_IN_BURST, LOST_IN_BURST, LOST_IN_GAP }

    private final Dice dice;
    private final long p13;
    private final long p31;
    private final long p32;
    private final long p23;
    private final long p14;
    private State state;

    FourStateLoss(Loss.FourState model, Dice dice, Optional<LossProcess> before) {
        this.dice = dice;
        this.p13 = CorrelatedDice.u32(model.p13());
        this.p31 = CorrelatedDice.u32(model.p31());
        this.p32 = CorrelatedDice.u32(model.p32());
        this.p23 = CorrelatedDice.u32(model.p23());
        this.p14 = CorrelatedDice.u32(model.p14());
        this.state = before.isPresent() && before.get() instanceof FourStateLoss same ? same.state : State.RECEIVED_IN_GAP;
    }

    @Override
    public boolean loses(long number) {
        state = next(dice.draw());
        return state == State.LOST_IN_BURST || state == State.LOST_IN_GAP;
    }

    private State next(long random) {
        return switch (state) {
            case RECEIVED_IN_GAP -> random < p14 ? State.LOST_IN_GAP : random < p14 + p13 ? State.LOST_IN_BURST : state;
            case RECEIVED_IN_BURST -> random < p23 ? State.LOST_IN_BURST : state;
            case LOST_IN_BURST -> random < p32 ? State.RECEIVED_IN_BURST : random < p32 + p31 ? State.RECEIVED_IN_GAP : state;
            case LOST_IN_GAP -> State.RECEIVED_IN_GAP;
        };
    }
}
