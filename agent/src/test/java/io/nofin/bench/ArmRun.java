package io.nofin.bench;

import io.nofin.inject.ArmedFaults;
import io.nofin.journal.GuardReserve;
import io.nofin.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arms and disarms in one JVM, again and again, in milliseconds: {@code ArmRun NAMESPACES WARMING ROUNDS PEERS}. In each round
 * iptables-restore does the same in PEERS other namespaces, scaled to NAMESPACES: installs both families' rules there, whose sets are made
 * beforehand, and removes them. As in an agent, a guard is ready each time.
 */
public final class ArmRun {

    private final Map<String, Sample> samples = new LinkedHashMap<>();

    private final double scale;

    private ArmRun(double scale) {
        this.scale = scale;
    }

    public static void main(String[] arguments) throws Exception {
        int namespaces = Integer.parseInt(arguments[0]);
        int peers = Integer.parseInt(arguments[3]);
        GuardReserve reserve = GuardReserve.open();
        try (reserve; Targets targets = Targets.create(namespaces); Targets others = Targets.create(peers); Restores restores = Restores.of(others)) {
            new ArmRun((double) namespaces / peers).run(targets, restores, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private void run(Targets targets, Restores restores, int warming, int rounds) throws Exception {
        for (int round = 0; round < warming; round++) {
            arm(targets);
        }
        samples.clear();
        for (int round = 0; round < rounds; round++) {
            arm(targets);
            add("restore", restores.install() * scale);
            add("unrestore", restores.remove() * scale);
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
}
