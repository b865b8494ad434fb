package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** Says in one word what becomes of the packets of a fault, for whoever colours, sorts or counts faults. */
public enum EffectKind implements Keyword {

    /** Packets vanish, and nobody is told. */
    DROP,

    /** Packets are dropped, and their sender is told. */
    REJECT,

    /** Some packets are lost, come twice, damaged or out of order, and may be late as well. */
    DAMAGE,

    /** All packets arrive, late. */
    SLOW
}
