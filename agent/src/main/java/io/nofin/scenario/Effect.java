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

    /** As scenarios write it, for example {@code drop: silent}. */
    @Override
    String toString();
}
