package io.nofin.bench;

import io.nofin.inject.ArmedFaults;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.unit.IpFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Arms and disarms in one JVM, again and again, in milliseconds: {@code ArmRun NAMESPACES WARMING ROUNDS}. In each round iptables-restore
 * does the same in other namespaces: installs both families' rules there, whose sets are made beforehand, and removes them.
 */
public final class ArmRun {

    private final Map<String, Sample> samples = new LinkedHashMap<>();

    private ArmRun() {
    }

    public static void main(String[] arguments) throws Exception {
        int namespaces = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("nofin-bench");
        try (Targets targets = Targets.create(namespaces); Targets others = Targets.create(namespaces)) {
            new ArmRun().run(targets, new Restores(others, directory), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        } finally {
            Restores.delete(directory);
        }
    }

    private void run(Targets targets, Restores restores, int warming, int rounds) throws Exception {
        for (int round = 0; round < warming; round++) {
            arm(targets);
        }
        samples.clear();
        for (int round = 0; round < rounds; round++) {
            arm(targets);
            restores.both().forEach(this::add);
        }
        samples.forEach((name, sample) -> System.out.println(name + " " + sample.median()));
    }

    private void arm(Targets targets) throws Exception {
        Plan plan = targets.plan(List.of());
        long start = System.nanoTime();
        ArmedFaults armedFaults = targets.arm(plan);
        long armed = System.nanoTime();
        armedFaults.close();
        add("arm", (armed - start) / 1e6);
        add("disarm", (System.nanoTime() - armed) / 1e6);
    }

    private void add(String name, double millis) {
        samples.computeIfAbsent(name, any -> new Sample()).add(millis);
    }

    /** The same rules by the programs of iptables: one of each family for each namespace, two namespaces at a time where there are many. */
    private static final class Restores {

        /** Measures itself, so that its own start does not count. */
        private static final String TIMED = "t=$EPOCHREALTIME; %s; echo $t $EPOCHREALTIME";
        private static final List<String> FILES = List.of("install4", "install6", "remove4", "remove6", "install", "remove");

        private final Path directory;
        private final List<Path> namespaces;
        private final HostPlan host;

        Restores(Targets targets, Path directory) throws Exception {
            this.directory = directory;
            this.namespaces = targets.paths();
            this.host = targets.plan(List.of()).hosts().get(0);
            for (IpFamily family : IpFamily.values()) {
                Files.writeString(directory.resolve("install" + family.version()), host.rules(family).install());
                Files.writeString(directory.resolve("remove" + family.version()), host.rules(family).remove());
            }
            for (String what : List.of("install", "remove")) {
                StringBuilder commands = new StringBuilder();
                for (Path namespace : namespaces) {
                    commands(what).forEach(command -> commands.append("--net=").append(namespace).append(' ').append(command).append('\n'));
                }
                Files.writeString(directory.resolve(what), commands);
            }
            for (Path namespace : namespaces) {
                makeSets(namespace, host);
            }
        }

        Map<String, Double> both() throws Exception {
            Map<String, Double> millis = new LinkedHashMap<>();
            millis.put("restore", millis("install"));
            millis.put("unrestore", millis("remove"));
            return millis;
        }

        static void delete(Path directory) throws Exception {
            for (String file : FILES) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        }

        private double millis(String what) throws Exception {
            String[] times = (namespaces.size() == 1 ? Command.run("nsenter", "--net=" + namespaces.get(0), "bash", "-c", TIMED.formatted(
                    commands(what).map(command -> command + " || exit 1").collect(Collectors.joining("; "))))
                : Command.run("bash", "-c", TIMED.formatted("xargs -P2 -L1 -a " + directory.resolve(what) + " nsenter"))).strip().split(" ");
            return (Double.parseDouble(times[1]) - Double.parseDouble(times[0])) * 1e3;
        }

        /** Returns the commands of both families. */
        private Stream<String> commands(String what) {
            return Stream.of(IpFamily.values()).map(family -> host.iptables(family).restoreCommand() + " " + directory.resolve(what + family.version()));
        }

        private static void makeSets(Path namespace, HostPlan host) throws Exception {
            StringBuilder sets = new StringBuilder();
            for (Gate gate : host.gates()) {
                for (IpFamily family : IpFamily.values()) {
                    sets.append("ipset create ").append(gate.set(family).name()).append(" hash:net timeout 0 family ")
                        .append(family == IpFamily.IPV4 ? "inet" : "inet6").append(" && ");
                }
            }
            Command.run("nsenter", "--net=" + namespace, "sh", "-c", sets + "true");
        }
    }
}
