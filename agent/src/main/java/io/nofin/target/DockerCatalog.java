package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerEngine.Listed;
import io.nofin.unit.Quoted;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The containers that a daemon had when it was asked, and the search for the one that a person means. */
record DockerCatalog(List<Listed> containers) {

    private static final int MENTIONED = 10;

    /**
     * Finds a container as docker does: by a whole id, otherwise by name, otherwise by the beginning of exactly one id. Any state but
     * running is an error.
     */
    Listed find(String nameOrId) throws TargetNotFoundException {
        String wanted = nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId;
        Optional<Listed> exact = first(container -> container.id().equals(wanted))
            .or(() -> first(container -> container.name().equals(wanted)));
        Listed found = exact.isPresent() ? exact.get() : byIdPrefix(wanted);
        if (!found.isRunning()) {
            throw notRunning(found);
        }
        return found;
    }

    /** Returns the running containers, at least one, with a label {@code key} or {@code key=value}. */
    List<Listed> withLabel(String label) throws TargetNotFoundException {
        List<Listed> running = running().filter(container -> hasLabel(container, label)).toList();
        if (!running.isEmpty()) {
            return running;
        }
        Optional<Listed> stopped = first(container -> hasLabel(container, label));
        if (stopped.isPresent()) {
            throw new TargetNotFoundException("no running container has the label '" + label + "': docker:" + stopped.get().name()
                + " has it, but is " + stopped.get().state() + ": " + remedy(stopped.get()));
        }
        List<String> labels = running().flatMap(container -> labels(container, label.indexOf('=') >= 0)).distinct().toList();
        throw new TargetNotFoundException("no running container has the label '" + label + "'"
            + suggestion(label, labels) + runningNames());
    }

    static TargetNotFoundException notRunning(Listed container) {
        return new TargetNotFoundException("docker:" + container.name() + " is not running, but "
            + (container.isRunning() ? "has just stopped" : container.state()) + ": " + remedy(container));
    }

    private Listed byIdPrefix(String wanted) throws TargetNotFoundException {
        List<Listed> matches = containers.stream()
            .filter(container -> !wanted.isEmpty() && container.id().startsWith(wanted)).toList();
        if (matches.size() > 1) {
            throw new TargetNotFoundException("several containers have an id that begins with '" + wanted + "': "
                + enumerated(matches.stream().map(container -> container.name() + " " + Container.shortened(container.id())))
                + ": write more of the id, or the name");
        }
        if (matches.isEmpty()) {
            throw new TargetNotFoundException("no such container: '" + wanted + "'" + service(wanted)
                + suggestion(wanted, containers.stream().map(Listed::name).toList()) + runningNames());
        }
        return matches.get(0);
    }

    /** Suggests the service of Docker Compose with that name, because a person who names a service means its containers. */
    private String service(String wanted) {
        String service = ": Docker Compose has a service of that name: compose:";
        return running().filter(container -> wanted.equals(container.labels().get("com.docker.compose.service")))
            .map(container -> container.labels().get("com.docker.compose.project")).filter(Objects::nonNull).findFirst()
            .map(project -> service + Quoted.visible(project) + "/" + wanted).orElse("");
    }

    private Stream<Listed> running() {
        return containers.stream().filter(Listed::isRunning);
    }

    private Optional<Listed> first(Predicate<Listed> condition) {
        return containers.stream().filter(condition).findFirst();
    }

    private String runningNames() {
        return running().findAny().isEmpty()
            ? " No container is running."
            : " Running: " + enumerated(running().map(Listed::name)) + ".";
    }

    private static String remedy(Listed container) {
        return container.state().equals("restarting")
            ? "see why in docker logs " + container.name()
            : "docker start " + container.name();
    }

    private static boolean hasLabel(Listed container, String label) {
        return new TargetSpec.DockerLabel(label).isOf(container.labels());
    }

    private static Stream<String> labels(Listed container, boolean withValues) {
        return container.labels().entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(label -> withValues ? label.getKey() + "=" + label.getValue() : label.getKey());
    }

    private static String suggestion(String wanted, List<String> known) {
        LevenshteinDistance distance = new LevenshteinDistance(Math.max(2, wanted.length() / 3));      // -1 beyond that
        return known.stream().filter(name -> distance.apply(wanted, name) >= 0)
            .min(Comparator.comparing(name -> distance.apply(wanted, name)))
            .map(name -> ": did you mean " + Quoted.of(name) + "?")
            .orElse(".");
    }

    private static String enumerated(Stream<String> names) {
        List<String> all = names.toList();
        String shown = all.stream().limit(MENTIONED).collect(Collectors.joining(", "));
        return all.size() > MENTIONED ? shown + " and " + (all.size() - MENTIONED) + " more" : shown;
    }
}
