package io.nofin.server;

import java.util.ArrayList;
import java.util.List;

/** What happened in one run, in order, for whoever comes and whenever: from the first on, or from where they were. */
final class EventLog {

    /** More than any run of ours has; a probe that flaps for hours ends here, and the run goes on. */
    private static final int MOST = 20_000;

    private final List<Event> events = new ArrayList<>();
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
        if (!ended && events.size() < MOST) {
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
        if (events.size() <= id && !ended) {
            wait(patienceMillis);
        }
        return events.size() <= id ? List.of() : List.copyOf(events.subList((int) id, events.size()));
    }

    synchronized boolean isOver(long id) {
        return ended && id >= events.size();
    }

    private void append(String type, String data) {
        events.add(new Event(events.size() + 1L, type, data));
        notifyAll();
    }
}
