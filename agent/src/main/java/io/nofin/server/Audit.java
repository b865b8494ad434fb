package io.nofin.server;

import io.nofin.unit.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records who changed what, or tried to, as agent.md describes: a line before each change ({@code intent}) and one after it
 * ({@code outcome}) with the same id, and at most one line a second for each client about refused requests. Texts are cut at 200
 * characters and contain no control characters. Thread-safe.
 */
final class Audit implements AutoCloseable {

    /** The longest text of a line, in characters. */
    static final int LONGEST = 200;
    /** The longest list of a line. */
    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int CLIENTS = 100;
    private static final String OTHERS = "others";

    private final AuditFile file;
    private final String start = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, Tally> refused = new HashMap<>();
    private final AtomicBoolean flushIsComing = new AtomicBoolean();
    private volatile Optional<ScheduledExecutorService> timer = Optional.empty();

    /** The refusals to a client since its last line. */
    private static final class Tally {
        private long lastLine;
        private int count;
        private Map<String, Object> sample = Map.of();

        Tally(long lastLine) {
            this.lastLine = lastLine;
        }

        /** Takes the count, if there was no line for a second. */
        Optional<Due> due(long now) {
            if (count == 0 || now - lastLine < QUIET_NANOS) {
                return Optional.empty();
            }
            Due due = new Due(this, sample, count);
            lastLine = now;
            count = 0;
            return Optional.of(due);
        }
    }

    /** The contents of a line that is to be written. */
    private record Due(Tally tally, Map<String, Object> sample, int count) {
    }

    private Audit(AuditFile file) {
        this.file = file;
    }

    /** @throws IOException when the file cannot be written: an agent that cannot be audited does nothing */
    static Audit open(Path file) throws IOException {
        return new Audit(AuditFile.open(file));
    }

    /**
     * Writes an intended change.
     *
     * @return the id for {@link #conclude}
     * @throws IOException when the line could not be written completely; the change must not be made then
     */
    String intend(Map<String, Object> what) throws IOException {
        String id = start + "-" + changes.incrementAndGet();
        file.append(line("intent", id, what));
        return id;
    }

    /** Writes the result of a change. If that fails, the intent stays without an outcome, since the change is made already. */
    void conclude(String id, Map<String, Object> what) {
        try {
            file.append(line("outcome", id, what));
        } catch (IOException e) {
            LOG.error("{}; no outcome of {}", e.getMessage(), id);
        }
    }

    /** Counts a refusal to a client; it is written at once if there was none for a second, and otherwise by {@link #flush}. */
    void refuse(String client, Map<String, Object> what, long now) {
        counted(client, what, now).ifPresent(this::write);
        flushSoon();
    }

    /** Has the timer {@link #flush} each second while there are clients to whom something was refused, and never otherwise. */
    void flushBy(ScheduledExecutorService seconds) {
        timer = Optional.of(seconds);
    }

    /** Writes the counts that are a second old or older, and drops clients without any. */
    void flush(long now) {
        due(now).forEach(this::write);
    }

    @Override
    public void close() throws IOException {
        flush(System.nanoTime() + QUIET_NANOS);
        file.close();
    }

    private void flushSoon() {
        timer.filter(seconds -> flushIsComing.compareAndSet(false, true)).ifPresent(seconds -> seconds.schedule(() -> {
            flushIsComing.set(false);
            flush(System.nanoTime());
            if (hasClients()) {
                flushSoon();
            }
        }, QUIET_NANOS, TimeUnit.NANOSECONDS));
    }

    private synchronized boolean hasClients() {
        return !refused.isEmpty();
    }

    /** Returns the line that is to be written now: no thread that counts waits for one that writes. */
    private synchronized Optional<Due> counted(String client, Map<String, Object> what, long now) {
        String known = refused.containsKey(client) || refused.size() < CLIENTS ? client : OTHERS;
        Tally tally = refused.computeIfAbsent(known, first -> new Tally(now - QUIET_NANOS));
        if (tally.count++ == 0) {
            tally.sample = what;
        }
        return tally.due(now);
    }

    private synchronized List<Due> due(long now) {
        refused.values().removeIf(tally -> tally.count == 0 && now - tally.lastLine >= QUIET_NANOS);
        return refused.values().stream().flatMap(tally -> tally.due(now).stream()).toList();
    }

    /** Writes a client's line; if that fails, counting goes on, and the line is tried again a second later. */
    private void write(Due due) {
        Map<String, Object> what = new LinkedHashMap<>(due.sample);
        what.put("count", due.count);
        try {
            file.append(line("refused", null, what));
        } catch (IOException e) {
            LOG.error("{}; {} requests were refused", e.getMessage(), due.count);
            putBack(due);
        }
    }

    private synchronized void putBack(Due due) {
        due.tally.count += due.count;
        due.tally.sample = due.sample;
    }

    /** Returns a line; null values are left out. */
    private static Map<String, Object> line(String event, String id, Map<String, Object> what) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("event", event);
        line.put("id", id);
        what.forEach((name, value) -> line.put(name, shown(value)));
        line.values().removeIf(value -> value == null);
        return line;
    }

    private static Object shown(Object value) {
        if (value instanceof String text) {
            return Quoted.shortened(text, LONGEST);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> shown = new LinkedHashMap<>();
            map.forEach((name, item) -> shown.put(Quoted.shortened(String.valueOf(name), LONGEST), shown(item)));
            return shown;
        }
        if (value instanceof List<?> list) {
            List<Object> shown = new ArrayList<>(list.stream().limit(MOST).map(Audit::shown).toList());
            if (list.size() > MOST) {
                shown.add("and " + (list.size() - MOST) + " more");
            }
            return shown;
        }
        return value;
    }
}
