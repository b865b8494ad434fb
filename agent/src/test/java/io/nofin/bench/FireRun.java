package io.nofin.bench;

import io.nofin.inject.ArmedFaults;
import io.nofin.inject.GateTiming;
import io.nofin.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JVM's firings, in milliseconds: {@code FireRun NAMESPACES ROUNDS} or {@code FireRun PATH ROUNDS}. The first firing is
 * told apart from the later ones, which find compiled code.
 */
public final class FireRun {

    private final Map<String, Sample> samples = new LinkedHashMap<>();

    private FireRun() {
    }

    public static void main(String[] arguments) throws Exception {
        String where = arguments[0];
        try (Targets targets = where.startsWith("/") ? Targets.of(Path.of(where)) : Targets.create(Integer.parseInt(where))) {
            new FireRun().run(targets, Integer.parseInt(arguments[1]));
        }
    }

    private void run(Targets targets, int rounds) throws Exception {
        Plan plan = targets.plan(List.of());
        long start = System.nanoTime();
        try (ArmedFaults armedFaults = targets.arm(plan)) {
            add("arm", "total", Duration.ofNanos(System.nanoTime() - start));
            move("first", armedFaults);
            for (int round = 0; round < rounds; round++) {
                move("later", armedFaults);
            }
            start = System.nanoTime();
        }
        add("disarm", "total", Duration.ofNanos(System.nanoTime() - start));
        samples.forEach((name, sample) -> System.out.println(name + " " + sample.median()));
    }

    private void move(String when, ArmedFaults armedFaults) throws Exception {
        long start = System.nanoTime();
        GateTiming fired = armedFaults.fire(Targets.FAULTS, Targets.LENGTH);
        long between = System.nanoTime();
        GateTiming healed = armedFaults.heal(Targets.FAULTS);
        long end = System.nanoTime();
        add(when + "-fire", "answered", Duration.ofNanos(between - start));
        add(when + "-fire", "total", fired.took());
        add(when + "-fire", "skew", fired.skew());
        add(when + "-heal", "answered", Duration.ofNanos(end - between));
        add(when + "-heal", "total", healed.took());
        add(when + "-heal", "skew", healed.skew());
    }

    private void add(String movement, String what, Duration duration) {
        samples.computeIfAbsent(movement + "." + what, any -> new Sample()).add(duration.toNanos() / 1e6);
    }
}
