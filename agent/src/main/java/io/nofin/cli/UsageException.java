package io.nofin.cli;

import io.nofin.unit.BadValueException;
import java.util.regex.Pattern;

/** The command line asks for something that cannot be. The message says what, and what to write instead. */
final class UsageException extends Exception {

    private static final Pattern KEY = Pattern.compile("(?<=write |example )([a-z-]+): ");

    UsageException(String message) {
        super(message);
    }

    /** What is wrong with options together; what to do is said in options, where the model says it in keys of a scenario. */
    static UsageException of(BadValueException refused) {
        return new UsageException(refused.what() + ": " + KEY.matcher(refused.remedy()).replaceAll("--$1 "));
    }
}
