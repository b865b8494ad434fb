package io.nofin.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running container, as its runtime describes it.
 *
 * @param id          whole; of Docker all 64 digits
 * @param pid         the id of the container's first process, in the runtime's pid namespace
 * @param image       its name when the container was made; empty where the runtime does not report it
 * @param attachments the networks it is connected to
 * @param joined      the id of the container whose network it shares, if it was started so
 */
public record Container(String name, String id, Map<String, String> labels, long pid, String image, List<Attachment> attachments,
        Optional<String> joined) {

    private static final int SHORT_ID_DIGITS = 12;
    private static final String COMPOSE = "com.docker.compose.";

    /**
     * A network that a container is connected to.
     *
     * @param network   its name
     * @param addresses the addresses that the container has there; none while it does not run
     * @param names     further names by which others there find the container
     */
    public record Attachment(String network, List<String> addresses, List<String> names) {

        public Attachment {
            addresses = List.copyOf(addresses);
            names = List.copyOf(names);
        }
    }

    public Container {
        labels = Map.copyOf(labels);
        attachments = List.copyOf(attachments);
    }

    /** Returns {@code project/service}, if Docker Compose made it. */
    public Optional<String> compose() {
        String project = labels.get(COMPOSE + "project");
        String service = labels.get(COMPOSE + "service");
        return project == null || service == null ? Optional.empty() : Optional.of(project + "/" + service);
    }

    /** Returns the id that {@code docker ps} shows. */
    public String shortId() {
        return shortened(id);
    }

    static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID_DIGITS, id.length()));
    }
}
