package io.nofin.client;

import io.nofin.api.Cancellation;
import io.nofin.api.RunEventJson;
import io.nofin.api.RunListener;
import io.nofin.api.RunState;
import java.io.IOException;
import java.util.Map;

/** A run at the agent, whose events this process follows. */
final class FollowedRun {

    private static final String ENDED = "ended";

    private final Wire wire;
    private final String path;
    private final RunListener listener;

    FollowedRun(Wire wire, String path, RunListener listener) {
        this.wire = wire;
        this.path = path;
        this.listener = listener;
    }

    /** Passes on the events until the run is over; stops the run when cancelled. */
    EndedRun toItsEnd(Cancellation cancellation) throws IOException {
        try (EventStream events = EventStream.open(wire, path + "/events")) {
            cancellation.whenCancelled(this::stop);
            ServerEvent event = events.next();
            while (!event.kind().equals(ENDED)) {
                RunEventJson.read(event.kind(), event.data()).ifPresent(listener::told);
                event = events.next();
            }
            RunState state = RunState.of(event.json());
            if (state.problem().isPresent()) {
                Refusal.raise(state.problem().get());
            }
            return new EndedRun(wire, path, state);
        }
    }

    /** Stops the run. A failure means that the agent is gone, which the events report. */
    private void stop() {
        try {
            wire.text(ApiRequest.of("POST", path + "/stop").json(Map.of()));
        } catch (IOException e) {
            // reported by the events, see above
        }
    }
}
