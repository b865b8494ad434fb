package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.List;

/** Finds and holds the namespaces behind one kind of target. */
public interface TargetResolver {

    /**
     * Resolves now; the result does not follow later changes.
     *
     * @param name the target's name in the scenario
     * @return at least one host, each with its namespace held: the caller closes them
     * @throws TargetNotFoundException when there is no such target, it is not running, or nofin must not touch it
     */
    List<TargetHost> resolve(String name, TargetSpec spec) throws IOException;
}
