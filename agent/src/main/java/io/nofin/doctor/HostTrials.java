package io.nofin.doctor;

import io.nofin.config.HostConfigReader;
import io.nofin.firewall.BackEnd;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.PacketFilter;
import io.nofin.inject.Privileges;
import io.nofin.journal.RunDirectory;
import io.nofin.target.ContainerRuntime;
import io.nofin.unit.IpFamily;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trials of the process, the tools and the runtimes around it, and the remedies that several trials share. */
final class HostTrials {

    static final String SUDO = "run it as root: sudo nofin doctor";
    static final String VALIDATE = "nofin validate --config " + HostConfigReader.FILE + " says all that is wrong with it";
    static final String ALLOW = "to allow faults again: rm " + RunDirectory.STANDARD.killSwitch();
    static final String INSTALL_IPTABLES = "apt-get install iptables";

    private static final int OLDEST_JAVA = 17;

    private HostTrials() {
    }

    /** Returns the remedy for something that may be a module, or may not be in the kernel at all. */
    static String kernel(String modules, String options) {
        return (modules.indexOf(' ') < 0 ? "modprobe " : "modprobe -a ") + modules
            + " on the host, or boot a kernel with " + options;
    }

    static Outcome capabilities() throws IOException {
        List<String> missing = Privileges.missing();
        return missing.isEmpty() ? Outcome.ok("") : Outcome.missing("this process lacks " + String.join(", ", missing), SUDO);
    }

    static Outcome java() {
        String version = System.getProperty("java.version");
        return Runtime.version().feature() >= OLDEST_JAVA
            ? Outcome.ok(version)
            : Outcome.missing(version + " is too old", "apt-get install openjdk-17-jre-headless");
    }

    /** Tries whether one back end's programs are installed; otherwise the other's must be. */
    static Outcome programs(BackEnd backEnd, IpFamily family) {
        if (new Iptables(backEnd, family).isInstalled()) {
            return Outcome.ok("");
        }
        Optional<Iptables> other = Stream.of(BackEnd.values()).map(candidate -> new Iptables(candidate, family))
            .filter(Iptables::isInstalled).findFirst();
        return other.isPresent()
            ? Outcome.limited("not installed: nofin uses " + other.get().backEnd().program(family), INSTALL_IPTABLES)
            : Outcome.missing("not installed, nor is any other iptables for IPv" + family.version(), INSTALL_IPTABLES);
    }

    /** Tries the configuration. Breaking it is no way around it: with a broken one no fault begins. */
    static Outcome configuration() throws IOException {
        Path file = HostConfigReader.FILE;
        if (Files.exists(file) && !Files.isReadable(file)) {
            return Outcome.limited("not tried: only root may read " + file, SUDO);
        }
        try {
            HostConfigReader.read(file);
            return Outcome.ok(Files.exists(file) ? file.toString() : "no " + file + ": only what scenarios say applies");
        } catch (InvalidDocumentException e) {
            return Outcome.missing(e.problems().get(0).toString(), VALIDATE);
        }
    }

    static Outcome killSwitch() {
        Path file = RunDirectory.STANDARD.killSwitch();
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Outcome.missing("on: " + file + " is there, and no fault begins", ALLOW)
            : Outcome.ok("off: touch " + file + " ends all faults at once");
    }

    static Outcome libpcap() {
        try {
            PacketFilter.compile("ip");
            return Outcome.ok("");
        } catch (IllegalStateException e) {
            return Outcome.limited("does not load: faults cannot have a filter", "apt-get install libpcap0.8");
        }
    }

    static Outcome containers(ContainerRuntime runtime) throws IOException {
        return Outcome.ok(counted(runtime.running().size(), "running container") + runtime.address().map(address -> ", " + address).orElse(""));
    }

    static Outcome namedNamespaces(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Outcome.ok(counted(0, "named network namespace"));
        }
        try (Stream<Path> names = Files.list(directory)) {
            return Outcome.ok(counted(names.count(), "named network namespace"));
        }
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
