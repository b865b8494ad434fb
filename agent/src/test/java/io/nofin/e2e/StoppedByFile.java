package io.nofin.e2e;

import io.nofin.api.Artifacts;
import io.nofin.api.RunEvent;
import io.nofin.config.HostConfig;
import io.nofin.firewall.PacketFilter;
import io.nofin.run.OpenRun;
import io.nofin.run.RunResult;
import io.nofin.scenario.ScenarioReader;
import io.nofin.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process of a test world that fires {@code cut} of a scenario by hand, uses the kill switch, and prints what became of the run. */
final class StoppedByFile {

    private static final long PATIENCE_SECONDS = 30;
    private static final List<String> CUT = List.of("cut");
    private static final Duration LONG = Duration.ofMinutes(5);

    private StoppedByFile() {
    }

    /** @param arguments the scenario's file */
    public static void main(String[] arguments) throws Exception {
        CountDownLatch disarmed = new CountDownLatch(1);
        try (OpenRun run = OpenRun.arm(new ScenarioReader(PacketFilter::compile).read(Path.of(arguments[0])), HostConfig.NONE, Targets.all(),
                new Artifacts(Optional.empty(), false), event -> {
                    if (event instanceof RunEvent.Disarmed) {
                        disarmed.countDown();
                    }
                })) {
            run.fire(CUT, LONG);
            Files.createFile(Path.of("/run/nofin/stop"));
            System.out.println("disarmed " + disarmed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            System.out.println("ended " + run.isEnded() + ", firing " + run.firing());
            RunResult result = run.finish();
            System.out.println("interrupted " + result.interrupted() + ", turns " + result.faults().get(0).turns().size());
            result.problems().forEach(System.out::println);
            run.fire(CUT, LONG);
        } catch (IOException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
