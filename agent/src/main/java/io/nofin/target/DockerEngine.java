package io.nofin.target;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.TargetNotFoundException;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Asks a Docker daemon, or Podman's service, which gives the same answers with less in them. Closing it drops the connections. May be
 * used from any thread.
 */
final class DockerEngine implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern STATE = Pattern.compile("[a-z]{1,20}");
    private static final int MOST_CONTAINERS = 10_000;
    private static final int LONGEST_COMPLAINT = 200;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final DockerAddress address;
    private final DockerClient client;

    /**
     * A container in any state.
     *
     * @param state   {@code running}, {@code paused}, {@code exited}, ...
     * @param network the argument of {@code --network}, with {@code container:} the id of that one; empty where the daemon's list
     *                does not have it, as Podman's
     * @param addresses the addresses on each network that it is connected to, by the network's name
     */
    record ListedContainer(String name, String id, Map<String, String> labels, String state, String network, Map<String, Set<IpNetwork>> addresses) {

        private static final String CONTAINER = "container:";

        ListedContainer {
            labels = Map.copyOf(labels);
            addresses = Map.copyOf(addresses);
        }

        boolean isRunning() {
            return state.equals("running") || state.equals("paused");
        }

        boolean onHostNetwork() {
            return network.equals("host");
        }

        /** Returns the id of the container whose network it joined, if it did. */
        Optional<String> joined() {
            return network.startsWith(CONTAINER) ? Optional.of(network.substring(CONTAINER.length())) : Optional.empty();
        }
    }

    /** The kinds of events of a container. */
    enum Change {
        /** The container's first process runs. */
        STARTED,
        /** The container's first process has ended. */
        ENDED,
        /** The container has been removed. */
        REMOVED,
        /** The container was connected to a network, or disconnected, while it ran or not. */
        REWIRED
    }

    /**
     * An event.
     *
     * @param name the name of the container; empty for {@link Change#REWIRED}
     */
    record Event(Change change, String id, String name, Instant at) {
    }

    private DockerEngine(DockerAddress address, DockerClient client) {
        this.address = address;
        this.client = client;
    }

    /** Creates an engine, without connecting yet: the first question shows whether the daemon answers. */
    static DockerEngine at(DockerAddress address) throws TargetNotFoundException {
        return new DockerEngine(address, DockerClient.of(address));
    }

    /** Returns all containers, by name. */
    List<ListedContainer> containers() throws IOException {
        List<ListedContainer> containers = new ArrayList<>();
        try (JsonParser all = MAPPER.createParser(good(client.get("/containers/json?all=true")))) {
            if (all.nextToken() != JsonToken.START_ARRAY) {
                throw strange("not a list");
            }
            while (all.nextToken() != JsonToken.END_ARRAY && containers.size() < MOST_CONTAINERS) {
                JsonNode container = MAPPER.readTree(all);
                String id = id(container);
                containers.add(new ListedContainer(name(container.path("Names"), id), id, labels(container.path("Labels")),
                    state(container.path("State")), network(container), addresses(container)));
            }
        } catch (JsonProcessingException e) {
            throw strange(e.getOriginalMessage());
        }
        containers.sort(Comparator.comparing(ListedContainer::name));
        return containers;
    }

    /**
     * Returns the id of the container's first process, in the daemon's pid namespace; empty when it does not run, or has been
     * removed.
     */
    OptionalLong pid(String id) throws IOException {
        long pid = inspect(id).map(container -> container.path("State").path("Pid").asLong()).orElse(0L);
        return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    /** Returns everything that is known of a container; empty when it does not run, or has been removed. */
    Optional<Container> running(ListedContainer listed) throws IOException {
        Optional<JsonNode> found = inspect(listed.id()).filter(container -> container.path("State").path("Pid").asLong() > 0);
        return found.map(container -> new Container(listed.name(), listed.id(), listed.labels(), container.path("State").path("Pid").asLong(),
            Quoted.visible(container.path("Config").path("Image").asText()), attachments(container), listed.joined()));
    }

    /** Returns one container in any state; empty when there is none. */
    Optional<ListedContainer> container(String id) throws IOException {
        Optional<JsonNode> found = inspect(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode container = found.get();
        return Optional.of(new ListedContainer(name(MAPPER.createArrayNode().add(container.path("Name")), id), id(container),
            labels(container.path("Config").path("Labels")), state(container.path("State").path("Status")), network(container),
            addresses(container)));
    }

    /**
     * Reports every event, on a connection and a thread of its own, until the result is closed.
     *
     * @param since events since then are reported first
     * @param told  receives events; while it does not return, nothing more is read
     * @param lost  run when the daemon ends the stream, or it breaks; once
     */
    Closeable follow(Instant since, Consumer<Event> told, Runnable lost) throws IOException {
        return DockerEvents.follow(DockerClient.of(address), since, told, lost);
    }

    @Override
    public void close() {
        client.close();
    }

    private Optional<JsonNode> inspect(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw strange("an id: " + Quoted.of(id));
        }
        DockerClient.Answer answer = client.get("/containers/" + id + "/json");
        try {
            return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(MAPPER.readTree(good(answer)));
        } catch (JsonProcessingException e) {
            throw strange(e.getOriginalMessage());
        }
    }

    private static List<Container.Attachment> attachments(JsonNode container) {
        List<Container.Attachment> attachments = new ArrayList<>();
        container.path("NetworkSettings").path("Networks").properties().forEach(network -> {
            JsonNode settings = network.getValue();
            List<String> names = new ArrayList<>();
            settings.path("Aliases").forEach(name -> names.add(name.asText()));
            settings.path("DNSNames").forEach(name -> names.add(name.asText()));
            List<String> addresses = Stream.of("IPAddress", "GlobalIPv6Address").map(key -> settings.path(key).asText()).filter(text -> !text.isEmpty()).toList();
            attachments.add(new Container.Attachment(network.getKey(), addresses, names.stream().distinct().toList()));
        });
        return attachments;
    }

    private byte[] good(DockerClient.Answer answer) throws TargetNotFoundException {
        if (answer.status() == OK) {
            return answer.body();
        }
        throw address.explain(new IOException("status " + answer.status() + ": " + complaint(answer.body())));
    }

    private static String complaint(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LONGEST_COMPLAINT), StandardCharsets.UTF_8);
        try {
            text = MAPPER.readTree(text).path("message").asText(text);
        } catch (JsonProcessingException e) {
            // It is left as it came.
        }
        return Quoted.visible(text.strip());
    }

    private TargetNotFoundException strange(String what) {
        return address.explain(new IOException("no Docker daemon answers so: " + Quoted.visible(what)));
    }

    private String id(JsonNode container) throws TargetNotFoundException {
        String id = container.path("Id").asText();
        if (!ID.matcher(id).matches()) {
            throw strange("an id: " + Quoted.of(id));
        }
        return id;
    }

    /** Returns a container's name. One that others link to has several names, of which those of the links have a second slash. */
    private static String name(JsonNode names, String id) {
        return StreamSupport.stream(names.spliterator(), false).map(JsonNode::asText)
            .map(name -> name.startsWith("/") ? name.substring(1) : name).filter(NAME.asMatchPredicate())
            .findFirst().orElse(Container.shortened(id));
    }

    private static Map<String, String> labels(JsonNode labels) {
        Map<String, String> all = new HashMap<>();
        labels.properties().forEach(label -> all.put(label.getKey(), label.getValue().asText()));
        return all;
    }

    private static String state(JsonNode state) {
        return STATE.matcher(state.asText()).matches() ? state.asText() : "in no known state";
    }

    private static Map<String, Set<IpNetwork>> addresses(JsonNode container) {
        Map<String, Set<IpNetwork>> all = new HashMap<>();
        container.path("NetworkSettings").path("Networks").properties().forEach(network -> all.put(network.getKey(),
            Stream.of("IPAddress", "GlobalIPv6Address").map(key -> network.getValue().path(key).asText()).filter(text -> !text.isEmpty())
                .flatMap(DockerEngine::address).collect(Collectors.toUnmodifiableSet())));
        return all;
    }

    private static Stream<IpNetwork> address(String text) {
        try {
            return Stream.of(IpNetwork.parse(text));
        } catch (BadValueException e) {
            return Stream.empty();
        }
    }

    private static String network(JsonNode container) {
        return container.path("HostConfig").path("NetworkMode").asText();
    }
}
