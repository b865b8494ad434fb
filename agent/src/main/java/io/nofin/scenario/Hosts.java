package io.nofin.scenario;

import io.nofin.unit.Quoted;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The targets and lab hosts of a file, and what refers to them by name. */
final class Hosts {

    private static final Form TARGETS = new Form("a mapping of names to targets", "app: { docker: app }");
    private static final Form LAB = new Form("a mapping", "lab: { hosts: { client: {} } }");
    private static final Form LAB_HOSTS = new Form("a mapping of names to lab hosts", "client: {}");
    private static final Form NAMES = new Form("a target or a list of them", "[app, redis]");

    private final Map<String, TargetSpec> targets = new LinkedHashMap<>();
    private final Map<String, LabHost> lab = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();        // those of bad definitions, too

    static Hosts read(Fields scenario, boolean allowHost) {
        Hosts hosts = new Hosts();
        scenario.get("targets").ifPresent(value -> hosts.addTargets(value.named(TARGETS, Names::check), allowHost));
        scenario.get("lab").flatMap(value -> value.fields(LAB, List.of("hosts")))
            .flatMap(fields -> fields.require("hosts", "hosts: { client: {} }"))
            .ifPresent(value -> hosts.addLab(value.named(LAB_HOSTS, Names::checkLabHost)));
        return hosts;
    }

    private void addTargets(List<Value> entries, boolean allowHost) {
        for (Value entry : entries) {
            names.add(entry.key());
            TargetReader.read(entry, allowHost).ifPresent(target -> targets.put(entry.key(), target));
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
        return targets;
    }

    Map<String, LabHost> lab() {
        return lab;
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    /** The target whose name a text mistypes. Names with dots are left to the resolver: they are rarely slips. */
    Optional<String> meantBy(String text) {
        return text.contains(".") || text.length() < 2 ? Optional.empty() : Nearest.to(text, names);
    }

    List<String> references(Value value) {
        return Value.distinct(value.oneOrMore(NAMES), this::reference);
    }

    Optional<String> reference(Value value) {
        Optional<String> name = value.text(new Form("the name of a target", "app"));
        name.filter(text -> !names.contains(text)).ifPresent(text -> value.report("unknown target: " + Quoted.of(text),
            names.isEmpty() ? "add it under targets or under lab.hosts" : Nearest.remedy(text, names)));
        return name;
    }
}
