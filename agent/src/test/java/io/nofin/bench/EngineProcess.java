package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.queue.KernelDrops;
import io.nofin.queue.QueueEngine;
import io.nofin.queue.Shapings;
import io.nofin.queue.TwoHosts;
import io.nofin.scenario.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * The queue engine on the near one of two hosts, in a JVM of its own with the launcher's options, as an agent is. Its {@code main}
 * takes the direction, and the milliseconds of the delay; without them it only waits. Closing ends it.
 */
final class EngineProcess implements AutoCloseable {

    private final Process process;

    private EngineProcess(Process process) {
        this.process = process;
    }

    public static void main(String[] arguments) throws IOException {
        try (QueueEngine engine = QueueEngine.start(NetworkNamespace.current(), TwoHosts.QUEUE, TwoHosts.MARKS, 7)) {
            Side side = arguments.length > 0 ? Side.valueOf(arguments[0]) : Side.EGRESS;
            if (arguments.length > 0) {
                Duration delay = Duration.ofMillis(Long.parseLong(arguments[1]));
                engine.lane(side, TwoHosts.MARKS.lane(0), Shapings.delay(delay));
            }
            System.out.println("ready");
            System.in.read();
            KernelDrops drops = engine.kernelDrops(side);
            System.out.println(drops.all());
        }
    }

    static EngineProcess start(TwoHosts hosts, String... arguments) throws IOException {
        Process process = hosts.near().call(() -> FreshJvm.builder(List.of(), EngineProcess.class, arguments).start());
        EngineProcess engine = new EngineProcess(process);
        if (!"ready".equals(process.inputReader().readLine())) {
            engine.close();
            throw new IOException("the engine did not start");
        }
        return engine;
    }

    double residentMegabytes() throws IOException {
        return Resources.of(process).residentMegabytes();
    }

    /** Returns the seconds of a processor's time that the engine has taken until now. */
    double cpuSeconds() throws IOException {
        return Resources.of(process).cpuSeconds();
    }

    /** Ends the engine, and returns how many packets the kernel dropped because the engine did not keep up. */
    long end() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Long.parseLong(process.inputReader().readLine());
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.onExit().join();
    }
}
