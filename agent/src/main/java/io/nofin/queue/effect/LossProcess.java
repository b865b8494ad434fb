package io.nofin.queue.effect;

import io.nofin.scenario.Loss;
import java.util.Optional;

/** Decides which packets are lost. */
interface LossProcess {

    /**
     * Returns whether a packet is lost.
     *
     * @param number the number of the packet, from 1, counted for each direction of a fault
     */
    boolean loses(long number);

    /**
     * Creates the process of a loss.
     *
     * @param before the process before, whose state is kept when it is of the same kind, so that a burst outlives a change of its
     *               parameters
     */
    static LossProcess of(Loss loss, Dice dice, Optional<LossProcess> before) {
        if (loss instanceof Loss.Random random) {
            return new RandomLoss(random, dice);
        }
        if (loss instanceof Loss.GilbertElliott model) {
            return new GilbertElliottLoss(model, dice, before);
        }
        if (loss instanceof Loss.FourState model) {
            return new FourStateLoss(model, dice, before);
        }
        return exact(loss);
    }

    private static LossProcess exact(Loss loss) {
        if (loss instanceof Loss.Every every) {
            return number -> number % every.n() == 0;
        }
        if (loss instanceof Loss.First first) {
            return number -> number <= first.n();
        }
        if (loss instanceof Loss.Packets packets) {
            return new ListedLoss(packets);
        }
        throw new IllegalStateException("no process for the loss: loss=" + loss);
    }
}
