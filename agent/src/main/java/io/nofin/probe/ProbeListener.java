package io.nofin.probe;

/**
 * Listens to what happens to a probe. It is called on a thread that the probe uses for nothing else: a slow listener delays nothing
 * but the next call. A listener with more than thirty calls waiting misses some.
 */
public interface ProbeListener {

    ProbeListener NONE = (probe, transition) -> { };

    /** Called when the probe has entered another state. */
    void changed(String probe, Transition transition);

    /** Called when a callback has ended. */
    default void calledBack(String probe, CallbackRun run) {
        // most listeners look at states only
    }
}
