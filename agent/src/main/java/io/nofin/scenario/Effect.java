package io.nofin.scenario;

/** What happens to a selected packet. */
public sealed interface Effect permits Drop, Reject, Shaping {

    /**
     * The packets it can happen to, out of those selected.
     *
     * @throws io.nofin.unit.BadValueException when there are none
     */
    default Selector narrowed(Selector selector) {
        return selector;
    }

    /** Returns what becomes of the packets. */
    EffectKind kind();

    /** Returns the first of its keys in a scenario, for example {@code drop}: a fault without a name is called by it. */
    String key();

    /** As scenarios write it, for example {@code drop: silent}. */
    @Override
    String toString();
}
