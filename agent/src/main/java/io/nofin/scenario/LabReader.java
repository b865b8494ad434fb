package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a host of the lab. */
final class LabReader {

    static final ExpectedForm HOST = new ExpectedForm("a lab host", "{} or { echo: 7 }");

    private static final List<String> KEYS = List.of("run", "wait-for", "echo");
    private static final ExpectedForm COMMAND = new ExpectedForm("a command as a list of words", "[redis-server, --port, \"6379\"]");

    private LabReader() {
    }

    static Optional<LabHost> read(Value value) {
        return value.fields(HOST, KEYS).flatMap(fields -> host(value, fields));
    }

    private static Optional<LabHost> host(Value value, Fields fields) {
        List<String> run = fields.get("run").map(LabReader::words).orElse(List.of());
        Optional<Value> waitFor = fields.get("wait-for");
        OptionalInt listened = port(waitFor);
        OptionalInt echo = port(fields.get("echo"));
        if (fields.get("run").isEmpty() && listened.isPresent() && !listened.equals(echo)) {
            waitFor.get().report("nothing on this host will listen on port " + listened.getAsInt(),
                "add run or echo, or leave wait-for out");
        }
        return fields.get("run").orElse(value).attempt(() -> new LabHost(run, listened, echo));
    }

    private static List<String> words(Value run) {
        return run.items(COMMAND).stream().map(word -> word.text(ExpectedForm.TEXT)).flatMap(Optional::stream).toList();
    }

    private static OptionalInt port(Optional<Value> value) {
        return value.flatMap(LabReader::port).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Optional<Integer> port(Value value) {
        return value.integer(ExpectedForm.PORT, Integer::valueOf).flatMap(port -> value.attempt(() -> PortSet.checkPort(port)));
    }
}
