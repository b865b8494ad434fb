package io.nofin.config;

import io.nofin.scenario.Budget;
import io.nofin.scenario.BudgetReader;
import io.nofin.scenario.Limits;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FormatVersion;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.NodeReader;
import io.nofin.yaml.Problems;
import io.nofin.yaml.SourceText;
import io.nofin.yaml.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a host's configuration, whose format is in {@link HostConfigSchema}. All problems of the file are reported together. */
public final class HostConfigReader {

    /** The path of the configuration, which may be missing. */
    public static final Path FILE = Budget.STANDARD_FILE;

    static final List<String> KEYS = Stream.of(List.of("nofin"), Limits.WORDS, List.of("opt-in-label", "limits", "agent"))
        .flatMap(List::stream).toList();

    private static final ExpectedForm CONFIG = new ExpectedForm("a configuration", "nofin: 1");
    private static final ExpectedForm LABEL = new ExpectedForm("a label", "chaos=allowed");

    private HostConfigReader() {
    }

    /**
     * Reads the configuration. A missing file is read as {@link HostConfig#NONE}.
     *
     * @throws InvalidDocumentException when the file is invalid or unreadable, so that its limits cannot be evaded by breaking it
     * @throws IOException              when the file system fails
     */
    public static HostConfig read(Path file) throws InvalidDocumentException, IOException {
        if (Files.notExists(file)) {
            return HostConfig.NONE.readFrom(file);
        }
        Problems problems = new Problems(file.toString());
        return config(SourceText.of(file, problems), problems).readFrom(file);
    }

    /** @param file the name of the file in messages */
    public static HostConfig read(String text, String file) throws InvalidDocumentException {
        Problems problems = new Problems(file);
        return config(SourceText.checked(text, problems), problems);
    }

    private static HostConfig config(String text, Problems problems) throws InvalidDocumentException {
        Value root = Value.root(NodeReader.read(text, problems), problems);
        FormatVersion.check(root);
        Optional<HostConfig> config = root.fields(CONFIG, KEYS).map(HostConfigReader::config);
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        return config.orElseThrow();
    }

    private static HostConfig config(Fields fields) {
        Limits limits = Limits.read(fields);
        Optional<String> label = fields.get("opt-in-label")
            .flatMap(value -> value.parse(LABEL, TargetSpec.DockerLabel::new)).map(TargetSpec.DockerLabel::label);
        AgentConfig agent = fields.get("agent").map(AgentConfigReader::read).orElse(AgentConfig.STANDARD);
        return new HostConfig(limits, label, fields.get("limits").map(BudgetReader::read).orElse(Budget.STANDARD), agent);
    }
}
