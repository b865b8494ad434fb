package io.nofin.server;

import java.util.ArrayList;
import java.util.List;

/** What happened in one run, in order, for whoever comes and whenever: from the first on, or from where they were. */
final class EventLog {

    /** More than any run of ours has; a probe that flaps for hours ends here, and the run goes on. */
    private static final int MOST = 20_000;
    private static final long MOST_CHARACTERS = 2 << 20;

    private final List<Event> events = new ArrayList<>();
    private long forgotten;             // events before those
    private long characters;
    private boolean ended;

    /**
     * One of them.
     *
     * @param id   counted from 1
     * @param data JSON on one line
     */
    record Event(long id, String type, String data) {
    }

    synchronized void add(String type, String data) {
        if (!ended && events.size() < MOST && characters + data.length() <= MOST_CHARACTERS) {
            append(type, data);
        }
    }

    /** The last one. */
    synchronized void end(String type, String data) {
        append(type, data);
        ended = true;
    }

    /**
     * Those behind {@code id}, waiting for the next one if there is none yet.
     *
     * @return none when nothing came in that time, or when there will never be any more
     */
    synchronized List<Event> after(long id, long patienceMillis) throws InterruptedException {
        if (last() <= id && !ended) {
            wait(patienceMillis);
        }
        return last() <= id ? List.of() : List.copyOf(events.subList((int) Math.max(0, id - forgotten), events.size()));
    }

    synchronized boolean isOver(long id) {
        return ended && id >= last();
    }

    /** Returns the size of its events, in characters. */
    synchronized long characters() {
        return characters;
    }

    /** Keeps the last event of one that has ended: whoever comes later is told how the run ended, and not how it went. */
    synchronized void forget() {
        if (ended && events.size() > 1) {
            Event end = events.get(events.size() - 1);
            forgotten += events.size() - 1L;
            events.clear();
            events.add(end);
            characters = end.data().length();
        }
    }

    private long last() {
        return forgotten + events.size();
    }

    private void append(String type, String data) {
        characters += data.length();
        events.add(new Event(last() + 1, type, data));
        notifyAll();
    }
}
