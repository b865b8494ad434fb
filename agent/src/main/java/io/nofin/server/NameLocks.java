package io.nofin.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A lock for each name, so that nobody waits for what is done under another one. Keeps those that somebody holds or waits for. Thread-safe. */
final class NameLocks {

    private final Map<String, Shared> locks = new HashMap<>();

    private static final class Shared {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    /** Waits for the lock. Call {@link #unlock} afterwards, whatever happens. */
    void lock(String name) {
        Shared shared;
        synchronized (locks) {
            shared = locks.computeIfAbsent(name, first -> new Shared());
            shared.users++;
        }
        shared.lock.lock();
    }

    /** Releases a lock that this thread holds. */
    void unlock(String name) {
        synchronized (locks) {
            Shared shared = locks.get(name);
            shared.lock.unlock();
            shared.users--;
            if (shared.users == 0) {
                locks.remove(name);
            }
        }
    }

    /** Returns how many locks are held or waited for. */
    int count() {
        synchronized (locks) {
            return locks.size();
        }
    }
}
