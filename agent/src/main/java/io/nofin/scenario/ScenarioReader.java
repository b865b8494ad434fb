package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FormatVersion;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Node;
import io.nofin.yaml.NodeReader;
import io.nofin.yaml.Problems;
import io.nofin.yaml.SourceText;
import io.nofin.yaml.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads scenario files, whose format is in {@link ScenarioSchema}. All problems of a file are reported together. */
public final class ScenarioReader {

    private static final String WITNESS = "witness";
    private static final List<String> KEYS = Stream.of(Stream.of("nofin", "name", "description", Parameters.KEY),
        ScenarioSettings.words().stream().filter(word -> !word.equals(WITNESS)),
        Stream.of("targets", "lab", "faults", "timeline", "probes", "expect", WITNESS)).flatMap(words -> words).toList();
    private static final ExpectedForm SCENARIO = new ExpectedForm("a scenario", "nofin: 1");
    private static final ExpectedForm FAULTS = new ExpectedForm("a mapping of names to faults", "cut: { on: app, drop: silent }");
    private static final ExpectedForm PROBES = new ExpectedForm("a mapping of names to probes",
        "app-to-redis: { from: app, hold: \"redis:6379\" }");

    private final FilterCheck filters;
    private final Budget budget;
    private final Map<String, String> parameters;

    /**
     * Creates a reader that does not check the scenario's costs.
     *
     * @param filters checks the filters of faults
     */
    public ScenarioReader(FilterCheck filters) {
        this(filters, Budget.LARGEST);
    }

    /**
     * Creates a reader for a host with limits of what a run may take.
     *
     * @param filters checks the filters of faults
     */
    public ScenarioReader(FilterCheck filters, Budget budget) {
        this(filters, budget, Map.of());
    }

    private ScenarioReader(FilterCheck filters, Budget budget, Map<String, String> parameters) {
        this.filters = filters;
        this.budget = budget;
        this.parameters = parameters;
    }

    /** Returns a reader with these values of parameters, all of which a scenario must declare. */
    public ScenarioReader with(Map<String, String> values) {
        return new ScenarioReader(filters, budget, Map.copyOf(values));
    }

    /**
     * @throws InvalidDocumentException when the file is missing or invalid
     * @throws IOException              when the file system fails
     */
    public Scenario read(Path file) throws InvalidDocumentException, IOException {
        Problems problems = new Problems(file.toString());
        return scenario(SourceText.of(file, problems), file.toString(), problems);
    }

    /** @param file the file in messages, and the default name of the scenario */
    public Scenario read(String text, String file) throws InvalidDocumentException {
        Problems problems = new Problems(file);
        return scenario(SourceText.checked(text, problems), file, problems);
    }

    private Scenario scenario(String text, String file, Problems problems) throws InvalidDocumentException {
        Value root = Value.root(Parameters.applied(NodeReader.read(text, problems), parameters, problems), problems);
        FormatVersion.check(root);
        Optional<Scenario> scenario = root.fields(SCENARIO, KEYS).flatMap(fields -> scenario(fields, ScenarioName.of(file)));
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        return scenario.orElseThrow();
    }

    /** Reads everything in spite of problems. The result is valid only when none was reported. */
    private Optional<Scenario> scenario(Fields fields, String defaultName) {
        if (hasTooMany(fields)) {
            return Optional.empty();
        }
        String name = fields.get("name").flatMap(value -> value.parse(ExpectedForm.TEXT, ScenarioName::check)).orElse(defaultName);
        String description = fields.get("description")
            .flatMap(value -> value.parse(ExpectedForm.TEXT, ScenarioName::checkDescription)).orElse("");
        ScenarioSettings settings = ScenarioSettings.read(fields);
        Limits limits = settings.limits();
        TargetTable targetTable = TargetTable.read(fields, settings.allowHost());
        fields.get("protect").ifPresent(protect -> limits.protect().reportTargets(protect, targetTable::contains));
        Map<String, Value> defined = new LinkedHashMap<>();
        Map<String, Fault> faults = faults(fields, targetTable, defined);
        Map<String, Value> watching = new LinkedHashMap<>();
        Map<String, Probe> probes = probes(fields, targetTable, watching);
        TriggerReader triggers = new TriggerReader(defined.keySet(), watching.keySet(), new PacketReader(targetTable, filters));
        List<Step> timeline = timeline(fields, new TimelineReader(defined, faults, triggers, limits, budget));
        KnownNames knownNames = new KnownNames(defined, watching, probes, targetTable);
        List<Expectation> expect = fields.get("expect").map(value -> ExpectationReader.readAll(value, knownNames)).orElse(List.of());
        if (!fields.owner().problems().isEmpty()) {
            return Optional.empty();
        }
        Scenario scenario = new Scenario(
            name, description, settings.seed(), settings.allowHost(), targetTable.targets(), targetTable.lab(), faults, timeline, probes, expect,
            settings.witness(), limits);
        Price.of(scenario).beyond(budget).forEach(item -> report(item, fields, defined));
        return Optional.of(scenario);
    }

    /** Tells whether there are too many faults or probes, which are not read then: reading compares each with all others. */
    private boolean hasTooMany(Fields fields) {
        Map<String, Cost> counted = Map.of("targets", Cost.TARGETS, "faults", Cost.FAULTS, "probes", Cost.PROBES, "expect", Cost.EXPECTATIONS);
        boolean any = false;
        for (Map.Entry<String, Cost> one : counted.entrySet()) {
            Optional<Value> value = fields.get(one.getKey()).filter(found -> found.node().size() > budget.of(one.getValue()));
            value.ifPresent(found -> found.reportName(budget.what(one.getValue(), found.node().size()), budget.remedy(one.getValue())));
            any |= value.isPresent();
        }
        return any;
    }

    private void report(Price.Item item, Fields fields, Map<String, Value> faults) {
        String[] keys = item.path().split("\\.", 2);
        Value at = keys.length > 1 && faults.containsKey(keys[1]) ? faults.get(keys[1])
            : fields.get(keys[0].replaceFirst("\\[.*", "")).orElse(fields.owner());
        at.reportName(budget.what(item.cost(), item.count()), budget.remedy(item.cost()));
    }

    private Map<String, Fault> faults(Fields fields, TargetTable targetTable, Map<String, Value> defined) {
        FaultReader reader = new FaultReader(targetTable, filters);
        Map<String, Fault> faults = new LinkedHashMap<>();
        fields.require("faults", "faults: { cut: { on: app, drop: silent } }").ifPresent(value -> {
            value.named(FAULTS, Names::check).forEach(entry -> {
                defined.put(entry.key(), entry);
                reader.read(entry).ifPresent(fault -> faults.put(entry.key(), fault));
            });
            if (value.node() instanceof Node.Mapping && defined.isEmpty()) {
                value.report("no faults", FAULTS.remedy());
            }
        });
        return faults;
    }

    private static List<Step> timeline(Fields fields, TimelineReader reader) {
        return fields.require("timeline", "timeline: [{ inject: cut, for: 10s }]").map(reader::read).orElse(List.of());
    }

    private static Map<String, Probe> probes(Fields fields, TargetTable targetTable, Map<String, Value> defined) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        fields.get("probes").ifPresent(value -> value.named(PROBES, Names::check).forEach(entry -> {
            defined.put(entry.key(), entry);
            ProbeReader.read(entry, targetTable).ifPresent(probe -> probes.put(entry.key(), probe));
        }));
        return probes;
    }
}
