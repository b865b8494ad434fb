package io.nofin.netlink.route;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Slot;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.math.BigDecimal;
import java.time.Duration;

/** A netem as tc-netem(8) takes it on its command line. */
final class NetemWords {

    private static final int MICRO_DECIMALS = 3;

    private final StringBuilder words = new StringBuilder("netem");

    private NetemWords() {
    }

    static String of(Netem netem) {
        Shaping shaping = netem.shaping();
        NetemWords tc = new NetemWords().add("limit", shaping.limit());
        shaping.delay().ifPresent(tc::delay);
        shaping.loss().ifPresent(tc::loss);
        if (shaping.ecn()) {
            tc.add("ecn");
        }
        shaping.duplicate().ifPresent(duplicate -> tc.add("duplicate", duplicate.probability()).correlation(duplicate.correlation()));
        shaping.corrupt().ifPresent(corrupt -> tc.add("corrupt", corrupt.probability()).correlation(corrupt.correlation()));
        shaping.reorder().ifPresent(tc::reorder);
        shaping.rate().ifPresent(tc::rate);
        shaping.slot().ifPresent(tc::slot);
        netem.seed().ifPresent(seed -> tc.add("seed", Long.toUnsignedString(seed)));
        return tc.words.toString();
    }

    private void delay(Delay delay) {
        add("delay", time(delay.time()));
        if (!delay.jitter().isZero()) {
            add(time(delay.jitter())).correlation(delay.correlation());
        }
        if (delay.distribution() != Distribution.UNIFORM) {
            add("distribution", delay.distribution().word());
        }
    }

    private void loss(Loss loss) {
        if (loss instanceof Loss.Random random) {
            add("loss", random.probability()).correlation(random.correlation());
        } else if (loss instanceof Loss.GilbertElliott bursts) {
            add("loss gemodel", bursts.p()).add(bursts.r()).add(bursts.oneMinusH()).add(bursts.oneMinusK());
        } else if (loss instanceof Loss.FourState chain) {
            add("loss state", chain.p13()).add(chain.p31()).add(chain.p32()).add(chain.p23()).add(chain.p14());
        }
    }

    private void reorder(Reorder reorder) {
        add("reorder", reorder.probability()).correlation(reorder.correlation()).add("gap", reorder.gap());
    }

    private void rate(Rate rate) {
        add("rate", rate.rate());
        if (rate.packetOverheadBytes() != 0 || rate.cellSizeBytes() != 0) {
            add(rate.packetOverheadBytes()).add(rate.cellSizeBytes()).add(rate.cellOverheadBytes());
        }
    }

    private void slot(Slot slot) {
        if (slot instanceof Slot.Between between) {
            add("slot", time(between.minDelay())).add(time(between.maxDelay()));
        } else if (slot instanceof Slot.Spread spread) {
            add("slot distribution", spread.distribution().word()).add(time(spread.delay())).add(time(spread.jitter()));
        }
        if (slot.maxPackets() != 0) {
            add("packets", slot.maxPackets());
        }
        if (slot.maxBytes() != 0) {
            add("bytes", slot.maxBytes());
        }
    }

    private NetemWords correlation(Probability correlation) {
        return correlation.equals(Probability.ZERO) ? this : add(correlation);
    }

    private NetemWords add(String word, Object value) {
        return add(word).add(value);
    }

    private NetemWords add(Object word) {
        words.append(' ').append(word);
        return this;
    }

    /** Formats a time with decimals, because not every tc knows nanoseconds. */
    private static String time(Duration duration) {
        return duration.toNanos() % 1_000 == 0 ? Durations.shortest(duration)
            : BigDecimal.valueOf(duration.toNanos(), MICRO_DECIMALS).stripTrailingZeros().toPlainString() + "us";
    }
}
