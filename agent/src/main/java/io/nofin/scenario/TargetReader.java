package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kinds of targets, by their keys. A new kind is a constant here, a record in {@link TargetSpec} and a line in the schema. */
enum TargetReader implements Keyword {
    NETNS(value -> value.parse(new Form("a namespace", "netns: app"), TargetSpec.Netns::new)),
    PID(value -> value.integer(new Form("a process id", "pid: 4711"), Long::valueOf)
        .flatMap(pid -> value.attempt(() -> new TargetSpec.Pid(pid)))),
    DOCKER(TargetReader::docker),
    COMPOSE(TargetReader::compose),
    HOST(TargetReader::host);

    private static final Form TARGET = new Form("a target", "{ docker: app }");
    private static final Form LABEL = new Form("a label", "label: role=app");
    private static final Form SERVICE = new Form("a service of Docker Compose", "compose: shop/api");
    private static final List<String> KEYS = Stream.of(values()).map(Keyword::word).toList();

    private final Function<Value, Optional<? extends TargetSpec>> reader;

    TargetReader(Function<Value, Optional<? extends TargetSpec>> reader) {
        this.reader = reader;
    }

    /** @param allowHost whether the scenario allows the host's own namespace */
    static Optional<TargetSpec> read(Value value, boolean allowHost) {
        Optional<Value> kind = value.fields(TARGET, KEYS).flatMap(fields -> fields.exactlyOne("kind of target", KEYS));
        Optional<TargetSpec> target = kind.flatMap(one -> values()[KEYS.indexOf(one.key())].reader.apply(one));
        if (!allowHost && target.filter(TargetSpec.Host.class::isInstance).isPresent()) {
            kind.get().reportName("the host's own network is not a target unless the scenario says so",
                "add allow-host: true at the top of the file if a fault may hit this machine itself");
        }
        return target;
    }

    private static Optional<? extends TargetSpec> docker(Value value) {
        if (value.node() instanceof Node.Mapping) {
            return value.fields(TARGET, List.of("label")).flatMap(fields -> fields.require("label", "label: role=app"))
                .flatMap(TargetReader::labels);
        }
        return value.parse(new Form("a container or { label: ... }", "docker: app"), TargetSpec.Docker::new);
    }

    private static Optional<TargetSpec> labels(Value value) {
        List<Optional<String>> labels = value.oneOrMore(LABEL).stream()
            .map(item -> item.parse(LABEL, text -> new TargetSpec.DockerLabel(List.of(text)).label())).toList();
        return !labels.isEmpty() && labels.stream().allMatch(Optional::isPresent)
            ? value.attempt(() -> new TargetSpec.DockerLabel(labels.stream().map(Optional::get).toList())) : Optional.empty();
    }

    private static Optional<? extends TargetSpec> compose(Value value) {
        if (value.node() instanceof Node.Mapping) {
            return value.fields(TARGET, List.of("project", "service")).flatMap(fields -> fields.require("project", "project: shop")
                .flatMap(project -> project.text(SERVICE)).flatMap(project -> fields.require("service", "service: api").flatMap(
                    service -> service.parse(SERVICE, text -> TargetSpec.DockerLabel.compose(project + "/" + text)))));
        }
        return value.parse(SERVICE, TargetSpec.DockerLabel::compose);
    }

    private static Optional<TargetSpec> host(Value value) {
        return value.bool().flatMap(yes -> value.attempt(() -> {
            if (!yes) {
                throw new BadValueException("host: false names no target", "write host: true, or another kind of target");
            }
            return new TargetSpec.Host();
        }));
    }
}
