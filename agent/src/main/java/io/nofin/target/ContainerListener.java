package io.nofin.target;

import java.time.Instant;
import java.util.Map;

/** Receives what happens to the containers of a runtime. */
public interface ContainerListener {

    /**
     * Reports that a container of a target runs in a namespace, or has other addresses there than before; the same may be
     * reported twice.
     *
     * @param host  its namespace, which the listener closes
     * @param since the time when that happened
     */
    void runs(String target, TargetHost host, Instant since);

    /** Reports that a container has started, of a target or not; those of targets are reported by {@link #runs} before. */
    void started(String origin, Map<String, String> labels);

    /** Reports that a container no longer runs, of a target or not. */
    void ended(String origin);

    /** Reports that a container has been removed, of a target or not. */
    void removed(String origin);

    /** Reports that a container runs that may be of a target, but nofin must not touch it, or cannot find out. */
    void refused(String why);
}
