package io.nofin.server;

import java.util.Map;
import java.util.TreeMap;

/** Keys of a fault that a door does without, each with the reason. */
final class FaultDoorExceptions {

    private static final String TIMELINE = "a fault by hand has no timeline: PATCH and Injection.change say how it goes on";
    private static final String EXPECTATION = "an expectation of a scenario, not a key of a fault";
    private static final String BY_WORDS = "with(\"...\") takes it, in the words of scenarios";

    private FaultDoorExceptions() {
    }

    static Map<String, String> of(String door) {
        Map<String, String> exceptions = new TreeMap<>();
        switch (door) {
            case "WRITER" -> exceptions.put("loss.burst", "written as the gilbert-elliott model that it stands for");
            case "AGENT", "API_DESCRIPTION" -> add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
            case "COMMAND_LINE" -> commandLine(exceptions);
            case "JUNIT" -> junit(exceptions);
            case "LINK_CONDITIONS" -> add(exceptions, "Loss.GilbertElliott.ofBursts makes it", "loss.burst");
            case "WORDS" -> words(exceptions);
            case "PAGE" -> page(exceptions);
            default -> { }
        }
        if (!door.equals("READER") && !door.equals("WRITER") && !door.equals("JUNIT") && !door.equals("LINK_CONDITIONS")) {
            add(exceptions, EXPECTATION, "matched-at-least");
        }
        return exceptions;
    }

    private static void commandLine(Map<String, String> exceptions) {
        add(exceptions, "a ramp is a line of a timeline, which the command line has not", "ramp", "ramp.*");
        add(exceptions, "what a host's owner protects for good stands in /etc/nofin/nofin.yaml", "protect", "protect.*");
    }

    private static void junit(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, BY_WORDS, "max-targets", "protect", "protect.*");
        add(exceptions, "Loss.GilbertElliott.ofBursts makes it", "loss.burst");
    }

    private static void words(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
    }

    private static void page(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, "what a host's owner protects for good stands in /etc/nofin/nofin.yaml", "protect", "protect.*");
        add(exceptions, "the form is for a pair of targets", "partition");
    }

    private static void add(Map<String, String> exceptions, String reason, String... keys) {
        for (String key : keys) {
            exceptions.put(key, reason);
        }
    }
}
