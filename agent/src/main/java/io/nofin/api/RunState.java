package io.nofin.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The state of a run of the agent.
 *
 * @param description what the run does; of one of a fault without a file, what a person typed
 * @param run     the id in {@code nofin status} and in the kernel; empty before the run is armed
 * @param state   {@code starting}, {@code running}, {@code stopping}, {@code ended} or {@code failed}
 * @param owner   the user who asked for the run
 * @param problem the reason why it failed; missing if it did not
 */
public record RunState(String id, String run, String scenario, String description, String state, String owner, boolean passed, boolean interrupted, JsonNode problem) {

    /** Reads a run from an object of the API. */
    public static RunState of(JsonNode run) {
        return new RunState(run.required("id").asText(), run.path("run").asText(), run.path("scenario").asText(), run.path("description").asText(), run.path("state").asText(),
            run.path("owner").asText(), run.path("passed").asBoolean(), run.path("interrupted").asBoolean(), run.path("problem"));
    }

    /** Returns whether the run has not ended yet. */
    public boolean isGoing() {
        return !state.equals("ended") && !state.equals("failed");
    }
}
