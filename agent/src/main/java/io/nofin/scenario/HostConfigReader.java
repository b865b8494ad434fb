package io.nofin.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a host's configuration; the format is in {@link HostConfigSchema}. All that is wrong with the file is told at once. */
public final class HostConfigReader {

    /** Where it is, if there is any. */
    public static final Path FILE = Path.of("/etc/nofin/nofin.yaml");

    static final List<String> KEYS = Stream.of(List.of("nofin"), LimitsReader.KEYS, List.of("opt-in-label", "limits", "agent"))
        .flatMap(List::stream).toList();

    private static final ExpectedForm CONFIG = new ExpectedForm("a configuration", "nofin: 1");
    private static final ExpectedForm LABEL = new ExpectedForm("a label", "chaos=allowed");

    private HostConfigReader() {
    }

    /**
     * What {@link HostConfig#NONE} lays down when there is no such file.
     *
     * @throws ScenarioException when anything in it is wrong, or it may not be read: nobody may get around it by breaking it
     * @throws IOException       when the file system fails
     */
    public static HostConfig read(Path file) throws ScenarioException, IOException {
        if (Files.notExists(file)) {
            return HostConfig.NONE.readFrom(file);
        }
        Problems problems = new Problems(file.toString());
        return config(SourceText.of(file, problems), problems).readFrom(file);
    }

    /** @param file what to call it in messages */
    static HostConfig read(String text, String file) throws ScenarioException {
        Problems problems = new Problems(file);
        return config(SourceText.checked(text, problems), problems);
    }

    private static HostConfig config(String text, Problems problems) throws ScenarioException {
        Value root = Value.root(NodeReader.read(text, problems), problems);
        FormatVersion.check(root);
        Optional<HostConfig> config = root.fields(CONFIG, KEYS).map(HostConfigReader::config);
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        return config.orElseThrow();
    }

    private static HostConfig config(Fields fields) {
        Limits limits = LimitsReader.read(fields, name -> false);
        Optional<String> label = fields.get("opt-in-label")
            .flatMap(value -> value.parse(LABEL, TargetSpec.DockerLabel::new)).map(TargetSpec.DockerLabel::label);
        AgentConfig agent = fields.get("agent").map(AgentConfigReader::read).orElse(AgentConfig.STANDARD);
        return new HostConfig(limits, label, fields.get("limits").map(BudgetReader::read).orElse(Budget.STANDARD), agent);
    }
}
