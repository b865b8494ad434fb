package io.nofin.target;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The names that a container can resolve: those of the containers on its networks, and their aliases there, as Docker's name server
 * answers them. A container that shares another one's network has the names of that one.
 */
public final class ContainerNames {

    private final List<DockerContainer> running;

    ContainerNames(List<DockerContainer> running) {
        this.running = List.copyOf(running);
    }

    /**
     * Asks Docker for the names.
     *
     * @throws TargetNotFoundException when no Docker daemon answers
     */
    public static ContainerNames now() throws IOException {
        return new ContainerNames(new DockerResolver().running());
    }

    /**
     * Returns an address, of IPv4 where there is one; empty where the name is no container's.
     *
     * @param from the name of the container that asks
     */
    public Optional<String> address(String from, String name) {
        Optional<DockerContainer> asking = named(from);
        Optional<DockerContainer> owner = asking.flatMap(DockerContainer::joined).flatMap(id -> running.stream().filter(one -> one.id().equals(id)).findFirst());
        List<String> networks = owner.or(() -> asking).map(one -> one.attachments().stream().map(DockerContainer.Attachment::network).toList())
            .orElse(List.of());
        return running.stream().flatMap(other -> other.attachments().stream()
            .filter(attachment -> networks.contains(attachment.network()) && (other.name().equals(name) || attachment.names().contains(name))))
            .flatMap(attachment -> attachment.addresses().stream()).findFirst();
    }

    private Optional<DockerContainer> named(String name) {
        return running.stream().filter(container -> container.name().equals(name)).findFirst();
    }
}
