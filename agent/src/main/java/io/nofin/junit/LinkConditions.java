package io.nofin.junit;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Engine;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Slot;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Map;

/**
 * Builds the conditions of a link, with the parameters of tc-netem(8). Percentages and rates are written as in scenarios:
 * {@code "2%"}, {@code "10mbit"}. Not thread-safe.
 */
public final class LinkConditions {

    private ShapingBuilder builder;
    private boolean used;

    LinkConditions() {
        builder = new ShapingBuilder();
    }

    LinkConditions(Shaping shaping) {
        builder = ShapingBuilder.of(shaping);
        used = true;
    }

    /** Delays each packet. The round trip grows by twice the time unless the fault has a direction. */
    public LinkConditions delay(Duration time) {
        return delay(Delay.of(time));
    }

    /** Delays each packet by {@code time}, plus or minus up to {@code jitter}, uniformly distributed. */
    public LinkConditions delay(Duration time, Duration jitter) {
        return delay(new Delay(time, jitter, Probability.ZERO, Distribution.UNIFORM));
    }

    public LinkConditions delay(Delay delay) {
        return with(builder.delay(delay));
    }

    /** Loses some packets at random: {@code "2%"}. */
    public LinkConditions loss(String percentage) {
        return loss(Loss.Random.of(Probability.parse(percentage)));
    }

    /** Loses packets in bursts, or by number, for example {@code new Loss.First(3)}. */
    public LinkConditions loss(Loss loss) {
        return with(builder.loss(loss));
    }

    /** Sends some packets twice. */
    public LinkConditions duplicate(String percentage) {
        return duplicate(Duplicate.of(Probability.parse(percentage)));
    }

    public LinkConditions duplicate(Duplicate duplicate) {
        return with(builder.duplicate(duplicate));
    }

    /** Flips a bit in some packets, as a bad cable does. The receiver's kernel discards them for their checksums. */
    public LinkConditions corrupt(String percentage) {
        return corrupt(Corrupt.of(Probability.parse(percentage)));
    }

    public LinkConditions corrupt(Corrupt corrupt) {
        return with(builder.corrupt(corrupt));
    }

    /** Lets some packets overtake those that a delay holds. Needs a delay. */
    public LinkConditions reorder(String percentage) {
        return reorder(Reorder.of(Probability.parse(percentage)));
    }

    public LinkConditions reorder(Reorder reorder) {
        return with(builder.reorder(reorder));
    }

    /** Limits the rate at which packets are sent: {@code "10mbit"}. */
    public LinkConditions rate(String rate) {
        return rate(Rate.of(BitRate.parse(rate)));
    }

    public LinkConditions rate(Rate rate) {
        return with(builder.rate(rate));
    }

    /** Gathers packets and sends them together, as media with time slots do. */
    public LinkConditions slot(Slot slot) {
        return with(builder.slot(slot));
    }

    /** Limits how many packets may be held at once. */
    public LinkConditions limit(int packets) {
        builder = builder.limit(packets);
        return this;
    }

    /** Marks packets that would be lost, where ECN permits, instead of losing them. */
    public LinkConditions ecn() {
        builder = builder.ecn(true);
        return this;
    }

    /** Selects what shapes the packets. The default is {@link Engine#AUTO}. */
    public LinkConditions engine(Engine engine) {
        builder = builder.engine(engine);
        return this;
    }

    /** Tells whether any effect was set. */
    boolean isUsed() {
        return used;
    }

    /** Returns all of it as a fault of a scenario has it, without what is as usual. */
    Map<String, Object> words() {
        if (used) {
            return FaultEntry.parse(shaping().toString());
        }
        Map<String, Object> settings = FaultEntry.parse(builder.delay(Delay.of(Duration.ZERO)).build().toString());
        settings.remove("delay");
        return settings;
    }

    /**
     * Builds the shaping.
     *
     * @throws io.nofin.unit.BadValueException when its parts do not go together
     */
    Shaping shaping() {
        return builder.build();
    }

    private LinkConditions with(ShapingBuilder same) {
        builder = same;
        used = true;
        return this;
    }
}
