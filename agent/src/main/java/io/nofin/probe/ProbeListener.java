package io.nofin.probe;

/**
 * Is told what happens to a probe, on a thread that the probe has for this alone: being slow delays nothing but the next call. One
 * that lets more than thirty calls wait misses some.
 */
public interface ProbeListener {

    ProbeListener NONE = (probe, transition) -> { };

    /** The probe came into another state. */
    void changed(String probe, Transition transition);

    /** A callback has ended. */
    default void calledBack(String probe, CallbackRun run) {
        // most look at states only
    }
}
