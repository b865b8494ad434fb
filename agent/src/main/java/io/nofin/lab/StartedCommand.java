package io.nofin.lab;

/** A command that was started on a lab host. May be used from any thread. */
interface StartedCommand {

    /** Returns the process that ends when the command does, with its exit status, and has its output. */
    Process process();

    /** Asks the command to end, if it listens to that, kills it with all its children when it does not, and waits for that, some seconds at most. */
    void end() throws InterruptedException;
}
