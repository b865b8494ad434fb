package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** Classifies faults in one word, for colours, order and counters. */
public enum EffectKind implements Keyword {

    /** Packets are dropped silently. */
    DROP,

    /** Packets are dropped, and their sender is told. */
    REJECT,

    /** Some packets are lost, come twice, damaged or out of order, and may be late as well. */
    DAMAGE,

    /** All packets arrive, but late. */
    SLOW;

    /** Tells whether packets are shaped, not dropped. */
    public boolean isShaping() {
        return this == DAMAGE || this == SLOW;
    }
}
