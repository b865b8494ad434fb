package io.nofin.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps a connection for as long as it lives, and connects again when it has ended. An attempt succeeds with an echo that has not
 * been counted yet, and fails when the oldest heartbeat without one is too old, which reveals a connection that is open at this end
 * only.
 */
final class HoldProber implements Prober {

    private final String name;
    private final InetSocketAddress to;
    private final Duration every;
    private final Optional<HoldProbe> first;
    private Optional<HoldProbe> connection;
    private long known;
    private Runnable news = () -> { };

    /** @param first the connection to begin with, which the caller still closes */
    HoldProber(String name, InetSocketAddress to, Duration every, Optional<HoldProbe> first) {
        this.name = name;
        this.to = to;
        this.every = every;
        this.first = first;
        this.connection = first;
    }

    @Override
    public void onNews(Runnable listener) {
        news = listener;
        first.ifPresent(probe -> probe.log().onNews(listener));
    }

    @Override
    public Duration attempt(Duration timeout) throws IOException {
        HeartbeatLog log = connected(timeout).log();
        long answered = log.awaitEcho(known, timeout);
        if (answered > known) {
            known = answered;
            return log.newestRoundTrip();
        }
        Optional<Closure> closure = connection.flatMap(HoldProbe::closure);
        if (closure.isPresent()) {
            close();
            throw new IOException(closure.get().cause() + (closure.get().detail().isEmpty() ? "" : ": " + closure.get().detail()));
        }
        throw new IOException("no echo within " + ProbeFailures.of(timeout));
    }

    @Override
    public void close() {
        connection.filter(probe -> !first.equals(Optional.of(probe))).ifPresent(HoldProbe::close);
        connection = Optional.empty();
    }

    private HoldProbe connected(Duration timeout) throws IOException {
        if (connection.isEmpty()) {
            HoldProbe probe = HoldProbe.startHere(name, to, every, timeout);
            probe.log().onNews(news);
            connection = Optional.of(probe);
            known = 0;
        }
        return connection.get();
    }
}
