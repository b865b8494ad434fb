package io.nofin.silence;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Measures one row on a near host of its own.
 *
 * <p>The sample is taken halfway between two timers of TCP, so that a busy machine moves no count from one sample to the next.
 * Seconds after the cut:
 *
 * <pre>
 *   established     0.2 (tail loss probe)  0.4  0.8  1.6  3.2       | 6.5     retransmission timeouts
 *   new connection                      1    2    3    4            | 5       linear SYN timeouts, Linux 6.5 and later
 *                                       1         3                 | 7       before
 *                                                             sample 4.5
 * </pre>
 */
record Experiment(Row row, NearHost host, Cable cable, CyclicBarrier everybodyReady) {

    private static final Duration SAMPLE = Duration.ofMillis(4500);
    private static final Duration LATEST = Duration.ofMillis(350);
    private static final int BARRIER_SECONDS = 60;

    /**
     * @param from     when the cut was complete
     * @param to       when it was about to be healed
     * @param carryOn  how the same sockets fared afterwards
     */
    record Result(Row row, InetAddress address, Observation observation, Instant from, Instant to, String carryOn) {
    }

    /** The machine was too busy to sample in time: nothing is known, and all can be measured again. */
    static final class LateException extends IOException {

        private static final long serialVersionUID = 1L;

        private LateException(String message) {
            super(message);
        }
    }

    Result measure() throws IOException {
        return host.namespace().call(this::measureInside);
    }

    private Result measureInside() throws IOException {
        InetAddress address = host.address(row.setting().family());
        awaitCable();
        try (Traffic traffic = row.setting().traffic().open(row.setting().family())) {
            awaitEverybody();
            Counters before = Counters.read();
            long arrivedBefore = cable.arrived(address);
            Observation observation;
            Instant from;
            Instant to;
            Closeable healing = row.cut().apply(host);
            try (healing) {
                from = Instant.now();
                Deadline sample = Deadline.in(SAMPLE);
                traffic.run(sample);
                var columns = new Observation.Builder();
                traffic.observe(columns);
                columns.with("arrived", cable.arrived(address) - arrivedBefore).with(before, Counters.read());
                refuseIfLate(sample.exceeded());
                observation = columns.build();
                to = Instant.now();
            }
            return new Result(row, address, observation, from, to, carryOn(traffic));
        }
    }

    /** The kernel tells IPv6 about a new cable up to a second late; a connection begun before that would be a slow one. */
    private void awaitCable() throws IOException {
        InetSocketAddress echo = Cable.echoAddress(row.setting().family());
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        try (Sock sock = Sock.udp(row.setting().family())) {
            do {
                if (deadline.remaining().isZero()) {
                    throw new IOException("the cable does not work: row=" + row);
                }
                sock.sendTo(echo, new byte[1]);
            } while (!sock.awaitReadable(Duration.ofMillis(50)));
        }
    }

    private static String carryOn(Traffic traffic) {
        try {
            return traffic.carryOn();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** A sample at the wrong time is no sample: better no result than a wrong one. */
    private void refuseIfLate(Duration late) throws LateException {
        if (late.compareTo(LATEST) > 0) {
            throw new LateException("sampled too late to compare, this machine is too busy: row=" + row
                + ", late=" + late.toMillis() + "ms, allowed=" + LATEST.toMillis() + "ms");
        }
    }

    private void awaitEverybody() throws IOException {
        try {
            everybodyReady.await(BARRIER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("another row did not get ready", e);
        }
    }
}
