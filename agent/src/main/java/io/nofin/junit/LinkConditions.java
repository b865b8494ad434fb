package io.nofin.junit;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Slot;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import java.time.Duration;

/**
 * What a poor line does to packets, with the parameters of tc-netem(8) and their meaning; percentages and rates are written as in
 * scenarios: {@code "2%"}, {@code "10mbit"}. Not thread-safe.
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

    /** Holds each packet for so long; both ways, unless the fault has a direction, so that a round trip takes twice the time. */
    public LinkConditions delay(Duration time) {
        return delay(Delay.of(time));
    }

    /** Holds each packet for so long, give or take the jitter, evenly spread. */
    public LinkConditions delay(Duration time, Duration jitter) {
        return delay(new Delay(time, jitter, Probability.ZERO, Distribution.UNIFORM));
    }

    public LinkConditions delay(Delay delay) {
        return with(builder.delay(delay));
    }

    /** Loses some packets, at random: {@code "2%"}. */
    public LinkConditions loss(String percentage) {
        return loss(Loss.Random.of(Probability.parse(percentage)));
    }

    /** Loses packets in bursts, or exactly those that are named, for example {@code new Loss.First(3)}. */
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

    /** Flips a bit in some packets; the receiver's kernel finds out and throws them away, as after a bad cable. */
    public LinkConditions corrupt(String percentage) {
        return corrupt(Corrupt.of(Probability.parse(percentage)));
    }

    public LinkConditions corrupt(Corrupt corrupt) {
        return with(builder.corrupt(corrupt));
    }

    /** Lets some packets past a delay, which there has to be. */
    public LinkConditions reorder(String percentage) {
        return reorder(Reorder.of(Probability.parse(percentage)));
    }

    public LinkConditions reorder(Reorder reorder) {
        return with(builder.reorder(reorder));
    }

    /** Sends packets one by one, as fast as such a line would: {@code "10mbit"}. */
    public LinkConditions rate(String rate) {
        return rate(Rate.of(BitRate.parse(rate)));
    }

    public LinkConditions rate(Rate rate) {
        return with(builder.rate(rate));
    }

    /** Lets packets gather and go together, as on media that are shared by turns. */
    public LinkConditions slot(Slot slot) {
        return with(builder.slot(slot));
    }

    /** How many packets may be held at once. */
    public LinkConditions limit(int packets) {
        builder = builder.limit(packets);
        return this;
    }

    /** Marks a packet that would be lost, where it can be, instead of losing it. */
    public LinkConditions ecn() {
        builder = builder.ecn(true);
        return this;
    }

    /** Who does it; {@link Engine#AUTO} is the default. */
    public LinkConditions engine(Engine engine) {
        builder = builder.engine(engine);
        return this;
    }

    /** Whether it does anything at all. */
    boolean isUsed() {
        return used;
    }

    /** @throws io.nofin.unit.BadValueException when its parts do not go together */
    Shaping shaping() {
        return builder.build();
    }

    private LinkConditions with(ShapingBuilder same) {
        builder = same;
        used = true;
        return this;
    }
}
