package io.nofin.queue.effect;

import io.nofin.scenario.Distribution;
import io.nofin.unit.DelayTable;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Optional;

/** Durations around a mean; {@code tabledist()} in net/sched/sch_netem.c. */
final class DelayDistribution {

    private final CorrelatedDice dice;
    private final long meanNanos;
    private final long jitterNanos;
    private final Optional<short[]> table;

    DelayDistribution(Duration mean, Duration jitter, Probability correlation, Distribution distribution, Dice dice) {
        this.dice = new CorrelatedDice(dice, correlation);
        this.meanNanos = mean.toNanos();
        this.jitterNanos = jitter.toNanos();
        this.table = table(distribution);
    }

    private static Optional<short[]> table(Distribution distribution) {
        return switch (distribution) {
            case UNIFORM -> Optional.empty();
            case NORMAL -> Optional.of(DelayTable.NORMAL.toShorts());
            case PARETO -> Optional.of(DelayTable.PARETO.toShorts());
            case PARETONORMAL -> Optional.of(DelayTable.PARETONORMAL.toShorts());
        };
    }

    /** Returns the next duration, which can be less than 0. */
    long nextNanos() {
        if (jitterNanos == 0) {
            return meanNanos;
        }
        long random = dice.draw();
        return table.isEmpty()
            ? random % (2 * jitterNanos) + meanNanos - jitterNanos
            : scaled(table.get()[(int) (random % DelayTable.SIZE)]) + meanNanos;
    }

    private long scaled(int deviate) {
        long fraction = jitterNanos % DelayTable.SCALE * deviate;
        long rounding = fraction >= 0 ? DelayTable.SCALE / 2 : -DelayTable.SCALE / 2;
        return (fraction + rounding) / DelayTable.SCALE + jitterNanos / DelayTable.SCALE * deviate;
    }
}
