package io.nofin.junit;

import io.nofin.backend.LabBuilder;
import io.nofin.lifecycle.Threads;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A host of a {@link TestLab}: a target of faults, in whose network commands and code of the test can run. Thread-safe.
 *
 * <pre>{@code
 * server.echo(7);
 * Socket socket = client.call(() -> new Socket(server.address(), 7));    // crosses from client to server, whoever uses it
 * }</pre>
 */
public final class TestHost {

    private final LabBuilder.BuiltHost host;

    /**
     * The result of a command.
     *
     * @param status the exit status; 128 plus the number of the signal that ended it
     * @param output standard output and standard error, in the order of writing
     */
    public record Ended(int status, String output) {
    }

    TestHost(LabBuilder.BuiltHost host) {
        this.host = host;
    }

    public String name() {
        return host.name();
    }

    /** Returns the host's IPv4 address. */
    public InetAddress address() {
        return address(Inet4Address.class);
    }

    /** Returns the host's IPv6 address. */
    public InetAddress address6() {
        return address(Inet6Address.class);
    }

    /** Echoes what arrives on a TCP and UDP port (RFC 862) until the lab ends. */
    public TestHost echo(int port) {
        try {
            host.echo(port);
            return this;
        } catch (IOException e) {
            throw new NofinException(e.getMessage(), e);
        }
    }

    /**
     * Runs a command to its end, in the network of this host and with the files of the machine. It finds the other hosts by their
     * names.
     *
     * @param command the program, then its arguments
     * @throws InterruptedException when the test is interrupted; the command is killed then
     */
    public Ended run(String... command) throws IOException, InterruptedException {
        Process process = start(command);
        FutureTask<String> output = onThread("output", () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        try {
            return new Ended(process.waitFor(), output.get());
        } catch (ExecutionException e) {
            throw new IOException("the output of " + command[0] + " could not be read", e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Starts a command like {@link #run}, without waiting for its end. Killing the process, or the end of the lab, kills all
     * processes that it started.
     */
    public Process start(String... command) throws IOException {
        return host.start(List.of(command));
    }

    /**
     * Runs code of the test inside the network of this host, on a thread of its own, and waits for it. Sockets that it opens, and
     * threads that it starts, stay in that network wherever they are used later.
     *
     * @throws Exception            what the code throws
     * @throws InterruptedException when the test is interrupted; the code is interrupted then
     */
    public <T> T call(Callable<T> code) throws Exception {
        FutureTask<T> task = onThread("code", () -> {
            host.enter();
            return code.call();
        });
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        }
    }

    /** Moves the calling thread into the network of this host, in which it stays: for threads that a library wants to make itself. */
    public void enter() throws IOException {
        host.enter();
    }

    /**
     * Returns the path of the host's network namespace, as setns(2) and {@code nsenter --net} take it, for whoever opens sockets there in another
     * way. The path is valid in this process while the lab lasts.
     */
    public Path namespace() {
        return host.namespace();
    }

    FaultTarget target() {
        return new FaultTarget(name(), new TargetSpec.Netns(host.namespace().toString()));
    }

    @Override
    public String toString() {
        return name();
    }

    private <T> FutureTask<T> onThread(String what, Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = Threads.daemon("nofin-" + name() + "-" + what, task);
        thread.start();
        return task;
    }

    private InetAddress address(Class<? extends InetAddress> family) {
        return host.addresses().stream().map(IpNetwork::address).filter(family::isInstance).findFirst().orElseThrow();
    }
}
