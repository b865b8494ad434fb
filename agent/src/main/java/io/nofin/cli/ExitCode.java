package io.nofin.cli;

import io.nofin.api.TargetNotFoundException;
import io.nofin.client.AgentException;
import io.nofin.unit.BadValueException;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;

/** The exit codes of commands. An {@link IOException} that is not of a type of its own means that the kernel or a program refused. */
final class ExitCode {

    static final int DONE = 0;
    static final int NOT_PROVEN = 1;
    static final int WRONG_INPUT = 2;
    static final int HOST_CANNOT = 3;
    static final int TARGET_NOT_FOUND = 4;
    static final int INTERRUPTED = 5;
    static final int DEFECT = 70;           // EX_SOFTWARE in sysexits.h

    private ExitCode() {
    }

    static int of(Throwable failure) {
        if (failure instanceof InvalidDocumentException || failure instanceof BadValueException || failure instanceof UsageException) {
            return WRONG_INPUT;
        }
        if (failure instanceof AgentException refused) {
            return refused.exitCode();
        }
        if (failure instanceof TargetNotFoundException) {
            return TARGET_NOT_FOUND;
        }
        return failure instanceof IOException ? HOST_CANNOT : DEFECT;
    }
}
