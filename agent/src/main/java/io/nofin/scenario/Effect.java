package io.nofin.scenario;

/** What happens to a selected packet. */
public sealed interface Effect permits Drop, Reject {

    /** As scenarios write it, for example {@code drop: silent}. */
    @Override
    String toString();
}
