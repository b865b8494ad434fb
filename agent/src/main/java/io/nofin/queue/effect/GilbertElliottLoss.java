package io.nofin.queue.effect;

import io.nofin.scenario.Loss;
import java.util.Optional;

/** Loses packets like {@code loss_gilb_ell()} in net/sched/sch_netem.c: the state changes first, the packet meets the old one. */
final class GilbertElliottLoss implements LossProcess {

    private final Dice dice;
    private final long p;
    private final long r;
    private final long h;
    private final long oneMinusK;
    private boolean bad;

    GilbertElliottLoss(Loss.GilbertElliott model, Dice dice, Optional<LossProcess> before) {
        this.dice = dice;
        this.p = CorrelatedDice.u32(model.p());
        this.r = CorrelatedDice.u32(model.r());
        this.h = CorrelatedDice.u32(model.oneMinusH().complement());
        this.oneMinusK = CorrelatedDice.u32(model.oneMinusK());
        this.bad = before.orElse(this) instanceof GilbertElliottLoss same && same.bad;
    }

    @Override
    public boolean loses(long number) {
        if (bad) {
            bad = dice.draw() >= r;
            return dice.draw() > h;
        }
        bad = dice.draw() < p;
        return dice.draw() < oneMinusK;
    }
}
