package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of targets: how the command line and scenarios write each, which of its targets a shell can list, and its part of the JSON
 * Schema. Everything that reads, writes or offers targets takes the kinds from here.
 *
 * <p>To add a kind: its record in {@link TargetSpec}, a constant here and its notation in {@link #NOTATIONS}, its resolver in the package
 * {@code target}, and that resolver's line in {@code Targets}.
 */
public enum TargetKind implements Keyword {

    /** A namespace that has a name of ip-netns(8) or a file. */
    NETNS("a named network namespace", TargetSpec.Netns::new,
        value -> value.parse(new ExpectedForm("a namespace", "netns: app"), TargetSpec.Netns::new),
        "ls /run/netns 2>/dev/null | sed 's/^/netns:/'", """
            {
              "description": "A name as ip netns prints it, or an absolute path.",
              "type": ["string", "integer"],
              "pattern": "^(/[^\\\\u0000-\\\\u001f\\\\u007f]*|(?![.-])[A-Za-z0-9._@:+-]{1,255})$"
            }"""),

    /** Docker containers, one by its name or all with some labels. */
    DOCKER("a container of that name", DockerReader::notation, DockerReader::read, "docker ps --format 'docker:{{.Names}}' 2>/dev/null",
        DockerReader.SCHEMA),

    /** The Docker containers of a service of Docker Compose. */
    COMPOSE("", TargetSpec.DockerLabel::compose, DockerReader::service, "", DockerReader.SERVICE_SCHEMA),

    /** The namespace of a process. */
    PID("", TargetKind::process,
        value -> value.integer(new ExpectedForm("a process id", "pid: 4711"), Long::valueOf).flatMap(pid -> value.attempt(() -> new TargetSpec.Pid(pid))),
        "", """
            { "description": "A process: the namespace that it is in.", "type": "integer", "minimum": 1, "maximum": 4194304 }"""),

    /** The namespace that nofin itself runs in; it has no name. */
    HOST("", none -> new TargetSpec.Host(), TargetKind::host, "echo host", """
            { "description": "The namespace that nofin itself runs in; needs allow-host: true.", "const": true }"""),

    /** A host of the scenario's own lab, which stands under {@code lab:} and is never written as a target. */
    LAB("", TargetSpec.Lab::new, value -> Optional.empty(), "", "");

    /** The notations of all kinds, for messages and help. */
    public static final String NOTATIONS = "netns:NAME, docker:NAME, docker:label=KEY=VALUE, compose:PROJECT/SERVICE, pid:NUMBER or host";

    private static final int SCHEMA_DEPTH = 8;       // spaces before a property in the file

    private final String named;
    private final Function<String, TargetSpec> notation;
    private final Function<Value, Optional<? extends TargetSpec>> reader;
    private final String listing;
    private final String schema;

    /**
     * @param named    the meaning of a bare word in this notation; empty where a word never means this kind
     * @param notation reads the text after the colon
     * @param reader   reads the value of the key in a scenario
     * @param listing  a shell command that prints the notations of existing targets; empty where there is none
     * @param schema   the JSON Schema of the value
     */
    TargetKind(String named, Function<String, TargetSpec> notation, Function<Value, Optional<? extends TargetSpec>> reader, String listing,
            String schema) {
        this.named = named;
        this.notation = notation;
        this.reader = reader;
        this.listing = listing;
        this.schema = schema;
    }

    /** Returns the kinds that a person can write, in the order of messages. */
    public static List<TargetKind> written() {
        return Stream.of(values()).filter(kind -> kind != LAB).toList();
    }

    /** Returns the notation of a target of this kind, for example {@code docker:app}; for {@link #HOST} the word alone. */
    public String notationOf(String name) {
        return this == HOST ? word() : word() + ":" + name;
    }

    /** Returns shell commands that print the existing targets, for completion. */
    public static List<String> listings() {
        return written().stream().map(kind -> kind.listing).filter(command -> !command.isEmpty()).toList();
    }

    /** Returns the properties of a target in the JSON Schema of scenarios, without braces. */
    static String schemaProperties() {
        return written().stream().map(kind -> ("\"" + kind.word() + "\": " + kind.schema).indent(SCHEMA_DEPTH).stripTrailing())
            .collect(Collectors.joining(",\n")).strip();
    }

    /** Returns the possible meanings of a word without a notation, for example {@code docker:app for a container of that name}. */
    static List<String> meanings(String word) {
        return written().stream().filter(kind -> !kind.named.isEmpty())
            .map(kind -> kind.word() + ":" + word + " for " + kind.named).sorted().toList();
    }

    /**
     * Reads the text after the colon of a notation.
     *
     * @param rest empty for {@link #HOST}, which has no colon
     * @throws BadValueException when the text is not a target of this kind
     */
    TargetSpec notation(String rest) {
        return notation.apply(rest);
    }

    /** Reads the value of the kind's key in a scenario; empty when it is invalid, which was reported. */
    Optional<? extends TargetSpec> read(Value value) {
        return reader.apply(value);
    }

    private static TargetSpec process(String text) {
        try {
            return new TargetSpec.Pid(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new BadValueException("not a process number: '" + text + "'", "write for example pid:4711");
        }
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
