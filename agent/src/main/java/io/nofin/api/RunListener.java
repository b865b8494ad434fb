package io.nofin.api;

/** Receives the events of a run, on threads of the run. Must return at once. Two threads may call it at the same time. */
@FunctionalInterface
public interface RunListener {

    void told(RunEvent event);
}
