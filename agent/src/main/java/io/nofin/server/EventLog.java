package io.nofin.server;

import java.util.ArrayList;
import java.util.List;

/** The events of one run in order. Clients may read them at any time, from the first or from where they stopped. */
final class EventLog {

    /** More than any run should have. The log of a probe that flaps for hours ends here, while the run goes on. */
    private static final int MOST = 20_000;
    private static final long MOST_CHARACTERS = 2 << 20;

    private final List<Event> events = new ArrayList<>();
    private long forgotten;             // number of the events that were dropped
    private long characters;
    private boolean ended;

    /**
     * An event.
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

    /** Adds the last event. */
    synchronized void end(String type, String data) {
        append(type, data);
        ended = true;
    }

    /**
     * Returns the events after {@code id}, waiting for the next one if there is none yet.
     *
     * @return empty when no event came in that time, or when there will be no more
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

    /** Returns the size of the events, in characters. */
    synchronized long characters() {
        return characters;
    }

    /** Drops all events but the last, once the run has ended: later clients learn how it ended, not how it went. */
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
