package io.nofin.backend;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.Finding;
import io.nofin.api.Form;
import io.nofin.api.RunListener;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries out faults and answers questions about the host, either in this process or through the agent. Output, exceptions and events are
 * the same for both. May be used from any thread.
 */
public interface Backend extends AutoCloseable {

    /**
     * Checks the user's rights before anything is done.
     *
     * @throws IOException when this user may not do it
     */
    void requireRights() throws IOException;

    String status(Form form) throws IOException;

    /**
     * @param labels whether a person is shown the labels and ids of containers, too
     * @param notes  receives a message for each part of the list that is missing, with the reason
     */
    String targets(Form form, boolean labels, Consumer<String> notes) throws IOException;

    List<Finding> doctor() throws IOException;

    /**
     * Removes what nofin has in the kernel, and returns a report of what was removed.
     *
     * @param targets in the notation of the command line; empty for everything
     * @param partly  receives the report when something else could not be removed
     * @throws IOException also when something could not be removed
     */
    String heal(List<String> targets, Form form, Consumer<String> partly) throws IOException;

    String plan(Scenario scenario, Form form) throws InvalidDocumentException, IOException;

    /** Runs the scenario to its end, or until it is cancelled. */
    Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException;

    /**
     * Installs the rules of a fault, gates closed.
     *
     * @param scenario has this fault alone, and no timeline
     * @param length   how long the fault fires when nobody heals it
     */
    ArmedFault arm(String fault, Scenario scenario, Duration length) throws InvalidDocumentException, IOException;

    /** Returns what two targets in the same network have in common. */
    Set<String> identities(String name, TargetSpec target) throws IOException;

    /** Returns the builder of labs that this process can use; empty where it has none. */
    Optional<LabBuilder> labs();

    @Override
    void close() throws IOException;
}
