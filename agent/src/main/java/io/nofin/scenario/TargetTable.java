package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Suggestion;
import io.nofin.yaml.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The targets and lab hosts of a file, including targets that are written in place, by which names are resolved. */
final class TargetTable {

    private static final ExpectedForm TARGETS = new ExpectedForm("a mapping of names to targets", "app: { docker: app }");
    private static final ExpectedForm LAB = new ExpectedForm("a mapping", "lab: { hosts: { client: {} } }");
    private static final ExpectedForm LAB_HOSTS = new ExpectedForm("a mapping of names to lab hosts", "client: {}");
    private static final ExpectedForm NAMES = new ExpectedForm("a target or a list of them", "[app, redis]");

    private final Map<String, LabHost> lab = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();        // including those of invalid definitions
    private final NamedTargets targets;
    private final boolean allowHost;

    /** @param allowHost whether the host's own namespace may be a target */
    TargetTable(boolean allowHost) {
        this.allowHost = allowHost;
        this.targets = new NamedTargets(names::contains);
    }

    /** @param targets the targets with names; collects those that are written in place. The host among them was checked before. */
    TargetTable(NamedTargets targets) {
        this.allowHost = true;
        this.targets = targets;
        this.names.addAll(targets.all().keySet());
    }

    static TargetTable read(Fields scenario, boolean allowHost) {
        TargetTable hosts = new TargetTable(allowHost);
        scenario.get("targets").ifPresent(value -> hosts.addTargets(value.named(TARGETS, Names::check)));
        scenario.get("lab").flatMap(value -> value.fields(LAB, List.of("hosts")))
            .flatMap(fields -> fields.require("hosts", "hosts: { client: {} }"))
            .ifPresent(value -> hosts.addLab(value.named(LAB_HOSTS, Names::checkLabHost)));
        return hosts;
    }

    private void addTargets(List<Value> entries) {
        for (Value entry : entries) {
            names.add(entry.key());
            TargetReader.read(entry, allowHost).ifPresent(target -> targets.define(entry.key(), target));
        }
    }

    private void addLab(List<Value> entries) {
        for (Value entry : entries) {
            if (!names.add(entry.key())) {
                entry.reportName("both a target and a lab host: " + Quoted.of(entry.key()), "rename one of them");
            }
            LabReader.read(entry).ifPresent(host -> lab.put(entry.key(), host));
        }
    }

    Map<String, TargetSpec> targets() {
        return targets.all();
    }

    Map<String, LabHost> lab() {
        return lab;
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    /** Returns the target whose name a text mistypes. Names with dots are left to the resolver: they are rarely typing errors. */
    Optional<String> meantBy(String text) {
        return text.contains(".") || text.length() < 2 ? Optional.empty() : Suggestion.to(text, names);
    }

    List<String> references(Value value) {
        return Value.distinct(value.oneOrMore(NAMES), this::reference);
    }

    Optional<String> reference(Value value) {
        return value.parse(new ExpectedForm("the name of a target", "app"), text -> named(text).orElseThrow(() -> new BadValueException(
            "unknown target: " + Quoted.of(text), names.isEmpty() ? unlessNamed(text) : Suggestion.remedy(text, names))));
    }

    private static String unlessNamed(String text) {
        return "add it under targets or under lab.hosts" + (Names.isName(text) ? ", or write " + String.join(", ", TargetKind.meanings(text)) : "");
    }

    /**
     * Returns the name of the target that a text means, one of the file's or one that is written in place, for example
     * {@code docker:app}; empty where it means none.
     *
     * @throws BadValueException when it begins like a target in place but is not valid, or not permitted
     */
    Optional<String> named(String text) {
        if (names.contains(text)) {
            return Optional.of(text);
        }
        Optional<TargetSpec> inPlace = TargetNotation.tryParse(text);
        if (!allowHost && inPlace.filter(TargetSpec.Host.class::isInstance).isPresent()) {
            throw TargetReader.hostNotAllowed();
        }
        return inPlace.map(targets::add);
    }
}
