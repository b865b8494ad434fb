package io.nofin.server;

import java.util.Map;
import java.util.TreeMap;

/** Keys of a fault that a door does without, each with the reason. */
final class FaultDoorExceptions {

    private static final String TIMELINE = "a fault by hand has no timeline: PATCH and Injection.change say how it goes on";
    private static final String EXPECTATION = "an expectation of a scenario, not a key of a fault";
    private static final String LIMITS = "a limit of a scenario; with one fault, its targets are what was typed";

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
        add(exceptions, LIMITS, "max-targets");
        add(exceptions, "what a host's owner protects for good stands in /etc/nofin/nofin.yaml", "protect", "protect.*");
        add(exceptions, "--pcap has captures, and what they show, with it", "witness");
        add(exceptions, "an option has one word for both families", "reject.ipv4", "reject.ipv6");
    }

    private static void junit(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, LIMITS, "max-targets");
        add(exceptions, "a test names its peers itself", "protect", "protect.*");
        add(exceptions, "Loss.GilbertElliott.ofBursts makes it", "loss.burst");
        add(exceptions, "the builder takes one word for both families", "reject.ipv4", "reject.ipv6");
    }

    private static void words(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, LIMITS, "max-targets");
        add(exceptions, "it is as long as the fault lasts", "max-duration");
        add(exceptions, "a test names its peers itself", "protect", "protect.*");
    }

    private static void page(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, LIMITS, "max-targets", "max-duration");
        add(exceptions, "what a host's owner protects for good stands in /etc/nofin/nofin.yaml", "protect", "protect.*");
        add(exceptions, "whoever looks on sees what becomes of it", "witness");
        add(exceptions, "the form is for a pair of targets", "partition");
        add(exceptions, "a field has one word for both families", "reject.ipv4", "reject.ipv6");
    }

    private static void add(Map<String, String> exceptions, String reason, String... keys) {
        for (String key : keys) {
            exceptions.put(key, reason);
        }
    }
}
