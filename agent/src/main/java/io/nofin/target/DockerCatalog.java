package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerEngine.ListedContainer;
import io.nofin.unit.EditDistance;
import io.nofin.unit.Quoted;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The containers that a daemon had when it was asked, and the search for the one that a person means. */
record DockerCatalog(List<ListedContainer> containers) {

    private static final int MENTIONED = 10;

    /**
     * Finds a container as docker does: by a whole id, otherwise by name, otherwise by the beginning of exactly one id. Any state but
     * running is an error.
     */
    ListedContainer find(String nameOrId) throws TargetNotFoundException {
        String wanted = nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId;
        Optional<ListedContainer> exact = first(container -> container.id().equals(wanted))
            .or(() -> first(container -> container.name().equals(wanted)));
        ListedContainer found = exact.isPresent() ? exact.get() : byIdPrefix(wanted);
        if (!found.isRunning()) {
            throw notRunning(found);
        }
        return found;
    }

    /** Returns the running containers, at least one, with all of these labels. */
    List<ListedContainer> withLabels(TargetSpec.DockerLabel wanted) throws TargetNotFoundException {
        List<ListedContainer> running = running().filter(container -> wanted.isOf(container.labels())).toList();
        if (!running.isEmpty()) {
            return running;
        }
        String none = wanted.kind() == TargetKind.COMPOSE ? "no container of " + wanted + " is running"
            : "no running container has the label" + (wanted.labels().size() == 1 ? " " : "s ")
                + wanted.labels().stream().map(Quoted::of).collect(Collectors.joining(" and "));
        Optional<ListedContainer> stopped = first(container -> wanted.isOf(container.labels()));
        if (stopped.isPresent()) {
            throw new TargetNotFoundException(none + ": docker:" + stopped.get().name() + " is " + stopped.get().state() + ": "
                + remedy(stopped.get()));
        }
        throw new TargetNotFoundException(none + (wanted.kind() == TargetKind.COMPOSE
            ? suggestion(wanted.toString(), services().notations()) : suggestedLabel(wanted)) + runningNames());
    }

    /** Suggests a label for the first of the wanted ones that no running container has. */
    private String suggestedLabel(TargetSpec.DockerLabel wanted) {
        return wanted.labels().stream().filter(label -> running().noneMatch(one -> new TargetSpec.DockerLabel(List.of(label)).isOf(one.labels())))
            .findFirst().map(label -> suggestion(label, running().flatMap(one -> labels(one, label.indexOf('=') >= 0)).distinct().toList()))
            .orElse(": none has all of them.");
    }

    static TargetNotFoundException notRunning(ListedContainer container) {
        return new TargetNotFoundException("docker:" + container.name() + " is not running, but "
            + (container.isRunning() ? "has just stopped" : container.state()) + ": " + remedy(container));
    }

    private ListedContainer byIdPrefix(String wanted) throws TargetNotFoundException {
        List<ListedContainer> matches = containers.stream()
            .filter(container -> !wanted.isEmpty() && container.id().startsWith(wanted)).toList();
        if (matches.size() > 1) {
            throw new TargetNotFoundException("several containers have an id that begins with '" + wanted + "': "
                + enumerated(matches.stream().map(container -> container.name() + " " + Container.shortened(container.id())))
                + ": write more of the id, or the name");
        }
        if (matches.isEmpty()) {
            throw new TargetNotFoundException("no such container: '" + wanted + "'" + services().called(wanted)
                .orElseGet(() -> suggestion(wanted, containers.stream().map(ListedContainer::name).toList())) + runningNames());
        }
        return matches.get(0);
    }

    private ComposeServices services() {
        return ComposeServices.of(running());
    }

    private Stream<ListedContainer> running() {
        return containers.stream().filter(ListedContainer::isRunning);
    }

    private Optional<ListedContainer> first(Predicate<ListedContainer> condition) {
        return containers.stream().filter(condition).findFirst();
    }

    private String runningNames() {
        return running().findAny().isEmpty()
            ? " No container is running."
            : " Running: " + enumerated(running().map(ListedContainer::name)) + ".";
    }

    private static String remedy(ListedContainer container) {
        return container.state().equals("restarting")
            ? "see why in docker logs " + container.name()
            : "docker start " + container.name();
    }

    private static Stream<String> labels(ListedContainer container, boolean withValues) {
        return container.labels().entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(label -> withValues ? label.getKey() + "=" + label.getValue() : label.getKey());
    }

    private static String suggestion(String wanted, List<String> known) {
        int most = Math.max(2, wanted.length() / 3);
        return known.stream().filter(name -> EditDistance.within(most, wanted, name).isPresent())
            .min(Comparator.comparing(name -> EditDistance.between(wanted, name)))
            .map(name -> ": did you mean " + Quoted.of(name) + "?")
            .orElse(".");
    }

    private static String enumerated(Stream<String> names) {
        List<String> all = names.toList();
        String shown = all.stream().limit(MENTIONED).collect(Collectors.joining(", "));
        return all.size() > MENTIONED ? shown + " and " + (all.size() - MENTIONED) + " more" : shown;
    }
}
