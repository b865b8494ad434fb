package io.nofin.silence;

import java.io.Closeable;
import java.io.IOException;

/** A way to cut a near host off. */
@FunctionalInterface
interface Cut {

    /** Cuts; no packet passes in the chosen direction once this returns. Closing what it returns heals. */
    Closeable apply(NearHost host) throws IOException;
}
