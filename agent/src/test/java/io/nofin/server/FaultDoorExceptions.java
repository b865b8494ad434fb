package io.nofin.server;

import java.util.Map;
import java.util.TreeMap;

/** Keys of a fault that a door does without, each with the reason. */
final class FaultDoorExceptions {

    private static final String TIMELINE = "a fault by hand has no timeline: PATCH and Injection.change say how it goes on";
    private static final String EXPECTATION = "an expectation of a scenario, not a key of a fault";
    private static final String LIMITS = "a limit of a scenario; with one fault, its targets are what was typed";
    private static final String FIRST_OF_MANY = "the annotation has an effect's main value; the builder has the rest";

    private FaultDoorExceptions() {
    }

    static Map<String, String> of(String door) {
        Map<String, String> exceptions = new TreeMap<>();
        switch (door) {
            case "WRITER" -> exceptions.put("loss.burst", "written as the gilbert-elliott model that it stands for");
            case "AGENT", "API_DESCRIPTION" -> add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
            case "COMMAND_LINE" -> commandLine(exceptions);
            case "JUNIT" -> junit(exceptions);
            case "ANNOTATION" -> annotation(exceptions);
            case "PAGE" -> page(exceptions);
            default -> { }
        }
        if (!door.equals("READER") && !door.equals("WRITER") && !door.equals("JUNIT")) {
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
        add(exceptions, "an option has the times alone: a scenario has the rest", "slot.packets", "slot.bytes", "slot.distribution", "slot.delay", "slot.jitter");
    }

    private static void junit(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, LIMITS, "max-targets");
        add(exceptions, "a test names its peers itself", "protect", "protect.*");
        add(exceptions, "Loss.GilbertElliott.ofBursts makes it", "loss.burst");
        add(exceptions, "the builder takes one word for both families", "reject.ipv4", "reject.ipv6");
    }

    private static void annotation(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, LIMITS, "max-targets");
        add(exceptions, "a test names its peers itself", "protect", "protect.*");
        add(exceptions, "the builder has it: an annotation is for what one looks for first", "allow-host", "limit", "ecn", "on-restart", "on-wipe", "partition",
            "seed", "slot", "slot.*");
        add(exceptions, FIRST_OF_MANY, "connections.state", "corrupt.checksum", "corrupt.correlation", "delay.correlation", "delay.distribution",
            "duplicate.correlation", "loss.burst", "loss.correlation", "loss.every", "loss.first", "loss.gilbert-elliott", "loss.gilbert-elliott.*",
            "loss.markov", "loss.markov.*", "loss.packets", "rate.burst", "rate.cell-overhead", "rate.cell-size", "rate.overhead", "reject.ipv4",
            "reject.ipv6", "reorder.correlation", "reorder.gap");
    }

    private static void page(Map<String, String> exceptions) {
        add(exceptions, TIMELINE, "ramp", "ramp.*", "repeat", "repeat.*");
        add(exceptions, LIMITS, "max-targets", "max-duration");
        add(exceptions, "what a host's owner protects for good stands in /etc/nofin/nofin.yaml", "protect", "protect.*");
        add(exceptions, "whoever looks on sees what becomes of it", "optional", "on-restart", "on-wipe", "witness");
        add(exceptions, "the form is for what one tries by hand; a scenario has the rest", "ecn", "partition", "slot", "slot.*", "corrupt.checksum",
            "corrupt.correlation", "delay.correlation", "delay.distribution", "duplicate.correlation", "loss.burst", "loss.correlation", "loss.every",
            "loss.first", "loss.gilbert-elliott", "loss.gilbert-elliott.*", "loss.markov", "loss.markov.*", "loss.packets", "rate.burst",
            "rate.cell-overhead", "rate.cell-size", "rate.overhead", "reject.ipv4", "reject.ipv6", "reorder.correlation", "reorder.gap");
    }

    private static void add(Map<String, String> exceptions, String reason, String... keys) {
        for (String key : keys) {
            exceptions.put(key, reason);
        }
    }
}
