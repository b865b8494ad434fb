package io.nofin.cli;

import io.nofin.linux.NetworkNamespace;
import io.nofin.probe.Contacts;
import io.nofin.probe.Monitor;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.ProbeState;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.target.TargetHost;
import io.nofin.target.Targets;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nofin monitor}. */
@Command(name = "monitor", mixinStandardHelpOptions = true,
    header = "Watch one dependency for as long as you like, and say when it goes and when it comes back.",
    description = {"Exits with 0 when it is up at the end, with 1 when it is not. Ctrl-C ends it. HOST is a target (docker:redis), an address, or a name:",
        "with --target docker:NAME that of a container on its networks, or an alias there, as that container would find it; else one that this",
        "host resolves. Works in this process, also where an agent runs: --target needs root."},
    footerHeading = "%nExamples:%n", footer = {
        "  nofin monitor --tcp docker:redis:6379 --every 200ms",
        "  nofin monitor --tcp redis:6379 --target docker:app",
        "  nofin monitor --http http://web:8080/health --target docker:app --for 1m --json",
        "  nofin monitor --hold 10.0.0.2:7 --attempts 3 --on-failure 'logger it has failed: $NOFIN_REASON'"})
final class MonitorCommand implements Callable<Integer> {

    private static final String NAME = "monitor";
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE / 2);
    private static final Duration CALLBACKS = Duration.ofHours(1);      // each has a limit of its own
    private static final long END_LIMIT_SECONDS = 10;

    @Mixin
    private ProbeOptions options;

    @Option(names = "--target", paramLabel = "T",
        description = "From whose network: " + TargetKind.NOTATIONS + ", of several containers the first. Default: from where nofin runs.")
    private String target;

    @Option(names = "--for", paramLabel = "DURATION", description = "How long. Default: until Ctrl-C, or until it has failed and is to stop then.")
    private String length;

    @Option(names = "--json", description = "Print each event as a line of JSON on standard output.")
    private boolean json;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean interrupted;
    private volatile int code = ExitCode.NOT_PROVEN;

    @Override
    public Integer call() throws Exception {
        NamedTargets names = new NamedTargets();
        Probe probe = options.probe(target == null ? "here" : target, names);
        Duration limit = length == null ? FOR_EVER : Durations.parse(length);
        Optional<TargetHost> host = target == null ? Optional.empty()
            : Optional.of(Targets.all().resolve(NAME, TargetNotation.parse(target)).get(0));
        try {
            return watch(probe, host.map(TargetHost::namespace), new MonitorNames(names, host.flatMap(TargetHost::container)), limit);
        } finally {
            host.ifPresent(found -> found.namespace().close());
        }
    }

    private int watch(Probe probe, Optional<NetworkNamespace> namespace, MonitorNames names, Duration limit) throws IOException {
        Thread onSignal = new Thread(this::endAndHalt, "nofin-signal");
        try (MonitorView view = MonitorView.start(probe, json, Terminal.isInteractive());
                Monitor monitor = Monitor.start(NAME, probe, namespace, Contacts.of(NAME, probe, names::address),
                    new SecureRandom().nextLong(), view)) {
            Runtime.getRuntime().addShutdownHook(onSignal);
            view.follow(monitor);
            await(monitor, limit);
            monitor.stop(interrupted ? Duration.ZERO : CALLBACKS);
            MonitorResult result = monitor.result();
            view.ended(result);
            code = result.state() == ProbeState.UP ? ExitCode.DONE : ExitCode.NOT_PROVEN;
            return code;
        } finally {
            over.countDown();
            Execution.forget(onSignal);
        }
    }

    private void await(Monitor monitor, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!interrupted && deadline - System.nanoTime() > 0
                && !monitor.awaitEnd(Duration.ofNanos(Math.min(TimeUnit.MILLISECONDS.toNanos(100), deadline - System.nanoTime())))) {
            Thread.onSpinWait();
        }
    }

    /** The JVM is going down: let the monitor end first, then leave with its verdict instead of the signal's. */
    private void endAndHalt() {
        interrupted = true;
        try {
            over.await(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
