package io.nofin.witness;

import io.nofin.linux.OutputFolder;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One host of a run: its captures, its sockets, and its events with their times. Not thread-safe. */
final class HostWatch implements AutoCloseable {

    private final WireWitness witness;
    private final HostSockets sockets;
    private final List<CaptureComment> moments = new ArrayList<>();

    private HostWatch(WireWitness witness, HostSockets sockets) {
        this.witness = witness;
        this.sockets = sockets;
    }

    static HostWatch start(TargetHost host, String filter, CaptureScope captureScope, CaptureMemory.Share memory) throws IOException {
        HostSockets sockets = HostSockets.open(host);
        try {
            return new HostWatch(WireWitness.watch(host, filter, captureScope, memory), sockets);
        } catch (IOException | RuntimeException | Error e) {
            sockets.close();
            throw e;
        }
    }

    WireWitness witness() {
        return witness;
    }

    String label() {
        return witness.host().label();
    }

    void note(long nanos, String what) {
        moments.add(new CaptureComment(nanos, what));
    }

    /** Returns the sockets that a fault touches; empty when the kernel did not answer. */
    Optional<List<TcpSocket>> sockets(Selection selection) {
        try {
            return Optional.of(sockets.of(selection));
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }

    /** Returns facts about the captures that a person should know. */
    List<String> notes() {
        try {
            List<String> unwatched = witness.unwatched();
            return unwatched.isEmpty() ? List.of() : List.of("not watched on " + label() + ", because it came up later: "
                + String.join(", ", unwatched));
        } catch (IOException e) {
            return List.of("whether interfaces came up later on " + label() + " is not known: " + e.getMessage());
        }
    }

    void save(OutputFolder folder) throws IOException {
        folder.write(label().replaceAll("[^A-Za-z0-9._-]", "_") + ".pcapng", out -> new CaptureFile(witness).write(out, moments));
    }

    @Override
    public void close() {
        witness.close();
        sockets.close();
    }
}
