package io.nofin.client;

import io.nofin.api.Form;
import io.nofin.api.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** Returns the names of the files with captured packets. */
    public List<String> captures() throws IOException {
        List<String> names = new ArrayList<>();
        wire.json(ApiRequest.of("GET", path + "/captures")).forEach(name -> names.add(Path.of(name.asText()).getFileName().toString()));
        return names;
    }

    /** Reads the content of a file with captured packets. */
    public void capture(String name, Reader reader) throws IOException {
        try (Reply reply = wire.send(ApiRequest.of("GET", path + "/captures/" + name))) {
            reader.read(reply.body());
        }
    }

    /** A reader of one file. */
    @FunctionalInterface
    public interface Reader {
        void read(InputStream content) throws IOException;
    }
}
