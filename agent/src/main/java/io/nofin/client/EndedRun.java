package io.nofin.client;

import io.nofin.api.Form;
import io.nofin.api.RunState;
import io.nofin.linux.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A run that is over, at an agent that still knows it. Usable until its {@link AgentClient} is closed. */
public final class EndedRun {

    private final Wire wire;
    private final String path;
    private final RunState state;

    EndedRun(Wire wire, String path, RunState state) {
        this.wire = wire;
        this.path = path;
        this.state = state;
    }

    public RunState state() {
        return state;
    }

    /** Returns the report, as the agent's own process would have written it. */
    public String report(Form form) throws IOException {
        return wire.text(ApiRequest.of("GET", path + "/report").accept(form));
    }

    /** Writes the captured packets into a folder, as files of this user. */
    void saveCaptures(Path folder) throws IOException {
        try (OutputFolder files = OutputFolder.open(folder)) {
            for (var name : wire.json(ApiRequest.of("GET", path + "/captures"))) {
                try (Reply reply = wire.send(ApiRequest.of("GET", path + "/captures/" + name.asText()))) {
                    files.write(Path.of(name.asText()).getFileName().toString(), reply.body()::transferTo);
                }
            }
        }
    }
}
