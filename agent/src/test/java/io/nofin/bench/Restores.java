package io.nofin.bench;

import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * nofin's rules by the programs of iptables, one of each family for each namespace, two namespaces at a time where there are several. The
 * sets are made beforehand. The time is taken by the shell that starts them, so that its own start does not count.
 */
final class Restores implements AutoCloseable {

    private static final String INSTALL = "install";
    private static final String REMOVE = "remove";
    private static final String TIMED = "t=$EPOCHREALTIME; %s; echo $t $EPOCHREALTIME";

    private final List<Path> namespaces;
    private final HostPlan host;
    private final Path directory;

    private Restores(List<Path> namespaces, HostPlan host, Path directory) {
        this.namespaces = namespaces;
        this.host = host;
        this.directory = directory;
    }

    static Restores of(Targets targets) throws IOException, InterruptedException {
        Restores restores = new Restores(targets.paths(), targets.plan(List.of()).hosts().get(0), Files.createTempDirectory("nofin-bench"));
        restores.write(INSTALL);
        restores.write(REMOVE);
        restores.makeSets();
        return restores;
    }

    /** Installs the rules; returns the milliseconds. */
    double install() throws IOException, InterruptedException {
        return millis(INSTALL);
    }

    /** Removes the rules; returns the milliseconds. */
    double remove() throws IOException, InterruptedException {
        return millis(REMOVE);
    }

    @Override
    public void close() throws IOException {
        for (String what : List.of(INSTALL, REMOVE)) {
            for (String suffix : List.of("", "4", "6")) {
                Files.delete(directory.resolve(what + suffix));
            }
        }
        Files.delete(directory);
    }

    private void write(String what) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            Files.writeString(directory.resolve(what + family.version()),
                what.equals(INSTALL) ? host.rules(family).install() : host.rules(family).remove());
        }
        Files.writeString(directory.resolve(what), namespaces.stream().flatMap(namespace -> commands(what)
            .map(command -> "--net=" + namespace + " " + command + "\n")).collect(Collectors.joining()));
    }

    private double millis(String what) throws IOException, InterruptedException {
        String[] times = (namespaces.size() == 1
            ? Command.run("nsenter", "--net=" + namespaces.get(0), "bash", "-c", TIMED.formatted(
                commands(what).map(command -> command + " || exit 1").collect(Collectors.joining("; "))))
            : Command.run("bash", "-c", TIMED.formatted("xargs -P2 -L1 -a " + directory.resolve(what) + " nsenter || exit 1"))).strip().split(" ");
        return (Double.parseDouble(times[1]) - Double.parseDouble(times[0])) * 1e3;
    }

    /** Returns the commands of both families. */
    private Stream<String> commands(String what) {
        return Stream.of(IpFamily.values())
            .map(family -> host.iptables(family).restoreCommand() + " " + directory.resolve(what + family.version()));
    }

    private void makeSets() throws IOException, InterruptedException {
        StringBuilder sets = new StringBuilder();
        for (Gate gate : host.gates()) {
            for (IpFamily family : IpFamily.values()) {
                sets.append("ipset create ").append(gate.set(family).name()).append(" hash:net timeout 0 family ")
                    .append(family == IpFamily.IPV4 ? "inet" : "inet6").append(" && ");
            }
        }
        for (Path namespace : namespaces) {
            Command.run("nsenter", "--net=" + namespace, "sh", "-c", sets + "true");
        }
    }
}
