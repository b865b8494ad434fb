package io.nofin.api;

/** Is told, on threads of the run, what happens; must return at once. Of two threads, both may tell at the same time. */
@FunctionalInterface
public interface RunListener {

    void told(RunEvent event);
}
