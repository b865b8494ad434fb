package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.util.regex.Pattern;

/**
 * Checks the names of targets, lab hosts, faults and probes. They end up in shell commands, restore files, chains and file names, so
 * characters with a meaning there are refused.
 */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("\\d+(\\.\\d*)+");
    private static final Pattern LAB_HOST = Pattern.compile("[A-Za-z](?:[A-Za-z0-9-]{0,13}[A-Za-z0-9])?");

    private Names() {
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !LIKE_AN_ADDRESS.matcher(text).matches();
    }

    /** @throws BadValueException when it is not a name */
    static String check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BadValueException("not a name: " + Quoted.of(name),
                "use up to 40 letters, digits, '-', '_' and '.', a letter or digit first");
        }
        if (LIKE_AN_ADDRESS.matcher(name).matches()) {
            throw new BadValueException("a name that looks like an address: " + Quoted.of(name), "put a letter into it");
        }
        return name;
    }

    /** Checks the name of a target, which is its notation where it stands in place. */
    static void checkTarget(String name, TargetSpec target) {
        if (!name.equals(target.toString())) {
            check(name);
        }
    }

    /** Checks the name of a lab host, which becomes its host name and part of the name of its interface: 15 characters at most. */
    static String checkLabHost(String name) {
        if (!LAB_HOST.matcher(name).matches()) {
            throw new BadValueException("not a host name for the lab: " + Quoted.of(name),
                "use up to 15 letters, digits and '-', a letter first and no '-' at the end");
        }
        return name;
    }
}
