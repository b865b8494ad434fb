package io.nofin.target;

import java.util.Map;

/**
 * A running container, as Docker knows it.
 *
 * @param id  all 64 digits
 * @param pid of the container's first process, as the Docker daemon counts
 */
public record DockerContainer(String name, String id, Map<String, String> labels, long pid) {

    private static final int SHORT_ID_DIGITS = 12;

    public DockerContainer {
        labels = Map.copyOf(labels);
    }

    /** What {@code docker ps} shows. */
    public String shortId() {
        return shortened(id);
    }

    static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID_DIGITS, id.length()));
    }
}
