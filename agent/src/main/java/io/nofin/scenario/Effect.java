package io.nofin.scenario;

/** The effect of a fault on the selected packets. */
public sealed interface Effect permits Drop, Reject, Shaping {

    /**
     * Returns the selector, narrowed to packets that the effect can hit.
     *
     * @throws io.nofin.unit.BadValueException when there are none
     */
    default Selector narrowed(Selector selector) {
        return selector;
    }

    /** Returns what the effect does to packets, in one word. */
    EffectKind kind();

    /** Returns the first of its keys in a scenario, for example {@code drop}: a fault without a name is called by it. */
    String key();

    /** Returns the effect as scenarios write it, for example {@code drop: silent}. */
    @Override
    String toString();
}
