package io.nofin.lab;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.LabHost;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One host of a lab that is built: its namespace and the programs in it. Closing it ends them. */
final class RunningLabHost implements AutoCloseable {

    private static final long POLL_MS = 10;

    private final String name;
    private final LabHost host;
    private final TargetHost target;
    private final HostThread thread;
    private final HostThread starter;
    private final Path namespace;
    private final List<EchoServer> echoes = new CopyOnWriteArrayList<>();
    private Optional<LabCommand> command = Optional.empty();

    RunningLabHost(String name, LabHost host, NetworkNamespace namespace) throws IOException {
        this.name = name;
        this.host = host;
        this.target = NamespaceInspector.inspect(name, new TargetSpec.Lab(name).toString(), namespace);
        this.thread = HostThread.start(name, namespace);
        this.starter = HostThread.outside(name);
        this.namespace = namespace.descriptorPath();
    }

    TargetHost target() {
        return target;
    }

    /** Starts the host's echo server and its command, if it has them. */
    void start(String hostsFile) throws IOException {
        if (host.echo().isPresent()) {
            echo(host.echo().getAsInt());
        }
        if (!host.run().isEmpty()) {
            command = Optional.of(starter.call(() -> new LabCommand(name, host.run(), run(host.run(), hostsFile))));
        }
    }

    /**
     * Waits until something listens on the host's {@code wait-for} port, if it has one.
     *
     * @throws IOException when that takes longer than {@code timeout}, or the command ends before
     */
    void awaitListening(Duration timeout) throws IOException {
        if (host.waitFor().isEmpty()) {
            return;
        }
        int port = host.waitFor().getAsInt();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!thread.call(ListeningPorts::read).contains(port)) {
            if (command.isPresent() && !command.get().isRunning()) {
                throw notListening(port, "its command has ended");
            }
            if (System.nanoTime() - deadline > 0) {
                throw notListening(port, "waited " + timeout.toMillis() + " ms");
            }
            pause();
        }
    }

    /** Starts an echo server; it ends with the host. */
    void echo(int port) throws IOException {
        echoes.add(thread.call(() -> EchoServer.start(name, port)));
    }

    /** Starts another command than the host's own; it ends with the host at the latest. */
    Process launch(List<String> words, String hostsFile) throws IOException {
        return starter.call(() -> Launcher.launch(name, namespace, words, hostsFile));
    }

    private StartedCommand run(List<String> words, String hostsFile) throws IOException {
        return ServiceUnit.isWanted() ? ServiceUnit.start(name, namespace, words, hostsFile)
            : new GuardedCommand(Launcher.launch(name, namespace, words, hostsFile));
    }

    Optional<LabFailure> failure() {
        return command.flatMap(LabCommand::failure);
    }

    @Override
    public void close() {
        command.ifPresent(LabCommand::close);
        echoes.forEach(EchoServer::close);
        starter.close();
        thread.close();
    }

    private IOException notListening(int port, String why) {
        String output = failure().map(LabFailure::toString)
            .or(() -> command.map(LabCommand::output).filter(text -> !text.isEmpty()).map(text -> "its last output:\n" + text))
            .orElse("there was no output");
        return new IOException("lab host " + name + ": nothing listens on TCP port " + port + ": " + why + ": " + output);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a lab host");
        }
    }
}
