package io.nofin.bench;

import io.nofin.testing.DockerDaemon;
import io.nofin.testing.Restarts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A container restarted every 200 ms under a drop, for a minute: what leaks, and what is left. {@code [--quick]}. */
public final class RestartBench {

    private static final long EVERY_MILLIS = 200;
    private static final double GOAL_MILLIS = 100;

    private RestartBench() {
    }

    public static void main(String[] arguments) throws Exception {
        long seconds = List.of(arguments).contains("--quick") ? 10 : 60;
        Path directory = Files.createTempDirectory("nofin-restarts");
        try (DockerDaemon docker = DockerDaemon.start(); Restarts restarts = Restarts.start(docker, directory)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (end - System.nanoTime() > 0) {
                restarts.restart(EVERY_MILLIS);
            }
            Sample followed = new Sample();
            restarts.followedMillis().forEach(followed::add);
            Sample leaked = new Sample();
            restarts.leaked().forEach(count -> leaked.add(count.doubleValue()));
            restarts.heal();
            System.out.println(restarts.leaked().size() + " restarts in " + seconds + " s, no less than " + EVERY_MILLIS
                + " ms apart, as docker allows; the container pings 100 times a second.");
            Table table = new Table("", "median", "worst", "sum", "to reach");
            table.row("start event until faulted again", Sample.inMillis(followed.median()), Sample.inMillis(followed.worst()), "",
                Table.atMost(GOAL_MILLIS, followed.worst(), " ms"));
            table.row("pings leaked at a restart", Long.toString(Math.round(leaked.median())), Long.toString(Math.round(leaked.worst())),
                Long.toString(restarts.leaked().stream().mapToLong(Long::longValue).sum()), "");
            int left = restarts.traces().size();
            table.row("rules and sets left", "", "", Integer.toString(left), Table.atMost(0, left, ""));
            table.print();
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
            }
        }
    }
}
