package io.nofin.target;

import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerEngine.ListedContainer;
import io.nofin.unit.BadValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The services of Docker Compose that have running containers. A person who names a service or a project where a container's name is
 * expected means its containers.
 *
 * @param notations the services as targets, for example {@code compose:shop/api}
 */
record ComposeServices(List<String> notations) {

    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";
    private static final String KIND = "compose:";

    ComposeServices {
        notations = List.copyOf(notations);
    }

    static ComposeServices of(Stream<ListedContainer> running) {
        return new ComposeServices(running.map(ListedContainer::labels).flatMap(labels -> notation(labels).stream()).distinct().sorted().toList());
    }

    /** Labels are anybody's: those that are no names of Compose's are passed over. */
    private static Optional<String> notation(Map<String, String> labels) {
        try {
            return labels.containsKey(PROJECT) && labels.containsKey(SERVICE)
                ? Optional.of(TargetSpec.DockerLabel.compose(labels.get(PROJECT) + "/" + labels.get(SERVICE)).toString()) : Optional.empty();
        } catch (BadValueException e) {
            return Optional.empty();
        }
    }

    /** Returns the part of a message that names the services of that name, or those of the project of that name; empty where there are none. */
    Optional<String> called(String name) {
        return suggestion("service", notations.stream().filter(one -> one.endsWith("/" + name)).toList())
            .or(() -> suggestion("project", notations.stream().filter(one -> one.startsWith(KIND + name + "/")).toList()));
    }

    private static Optional<String> suggestion(String what, List<String> meant) {
        return meant.isEmpty() ? Optional.empty()
            : Optional.of(": Docker Compose has a " + what + " of that name: " + String.join(", ", meant) + ".");
    }
}
