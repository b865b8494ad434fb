package io.nofin.plan;

import java.io.IOException;

/** One change to one namespace's kernel, the change that undoes it, and the shell command it is equivalent to. */
public sealed interface Operation permits CreateSet, CreateFlowSet, DestroySet, InstallRules, RemoveRules, GateMovement {

    HostRef host();

    /** Returns the equivalent commands for a POSIX shell, run as root; for dry runs, logs and reports. */
    String command();

    /** Returns the operation that undoes this one. Undoing twice is safe: an inverse succeeds when there is nothing left to undo. */
    Operation inverse();

    /** Carries out the operation in the namespace that {@code kernel} stands for. */
    void apply(Kernel kernel) throws IOException;
}
