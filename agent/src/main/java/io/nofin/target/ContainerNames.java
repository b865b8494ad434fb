package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a container can resolve: those of the containers on its networks, and their aliases there, as Docker's name server
 * answers them. A container that shares another one's network has the names of that one.
 */
public final class ContainerNames {

    private final List<Container> running;

    ContainerNames(List<Container> running) {
        this.running = List.copyOf(running);
    }

    /**
     * Asks the runtime of a container for the names.
     *
     * @throws TargetNotFoundException when the runtime does not answer
     */
    public static ContainerNames around(TargetSpec container) throws IOException {
        return new ContainerNames(ContainerRuntimes.of(container.kind()).orElseThrow().running());
    }

    /**
     * Returns an address, of IPv4 where there is one; empty where the name is no container's.
     *
     * @param from the name of the container that asks
     */
    public Optional<String> address(String from, String name) {
        List<String> networks = networks(from);
        return running.stream().flatMap(other -> other.attachments().stream()
            .filter(attachment -> networks.contains(attachment.network()) && (other.name().equals(name) || attachment.names().contains(name))))
            .flatMap(attachment -> attachment.addresses().stream()).findFirst();
    }

    /**
     * Returns all names that are known there.
     *
     * @param from the name of the container that asks
     */
    public Set<String> seenFrom(String from) {
        List<String> networks = networks(from);
        Set<String> names = new TreeSet<>();
        running.forEach(other -> other.attachments().stream().filter(attachment -> networks.contains(attachment.network())).forEach(attachment -> {
            names.add(other.name());
            names.addAll(attachment.names());
        }));
        return names;
    }

    private List<String> networks(String from) {
        Optional<Container> asking = named(from);
        Optional<Container> owner = asking.flatMap(Container::joined).flatMap(id -> running.stream().filter(one -> one.id().equals(id)).findFirst());
        return owner.or(() -> asking).map(one -> one.attachments().stream().map(Container.Attachment::network).toList()).orElse(List.of());
    }

    private Optional<Container> named(String name) {
        return running.stream().filter(container -> container.name().equals(name)).findFirst();
    }
}
