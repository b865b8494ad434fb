package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process of this machine that Docker reports as a container's first. */
record DockerProcess(long pid) {

    Path networkNamespace() {
        return file("ns/net");
    }

    /**
     * Returns whether the process belongs to the container: its control group is named by the container's id or, without control
     * groups, /etc/hosts and the like are mounted from the container's directory.
     */
    boolean isOf(String containerId) {
        return mentions("cgroup", containerId) || mentions("mountinfo", containerId);
    }

    /** Returns the identity of its namespace; empty when it has ended. */
    Optional<NetworkNamespace.Id> namespaceId() {
        try {
            return Optional.of(NetworkNamespace.Id.of(networkNamespace()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean mentions(String name, String containerId) {
        try {
            return Files.readString(file(name), StandardCharsets.ISO_8859_1).contains(containerId);
        } catch (IOException e) {
            return false;       // it has ended, or we must not look at it
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
