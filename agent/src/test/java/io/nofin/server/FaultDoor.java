package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nofin.junit.BuiltFault;
import io.nofin.junit.FaultBuilder;
import io.nofin.junit.FaultReport;
import io.nofin.junit.LinkConditions;
import io.nofin.junit.Nofin;
import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.unit.Probability;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A way into nofin for a fault: says which keys it takes, and which it does without, for which reason. */
enum FaultDoor {
    READER {
        @Override
        boolean spells(String key) {
            return isFine(() -> DoorsTest.read(scenario(FaultSamples.ALL.get(key))));
        }
    },
    WRITER {
        @Override
        boolean spells(String key) {
            return isFine(() -> {
                Scenario read = DoorsTest.read(scenario(FaultSamples.ALL.get(key)));
                String written = ScenarioWriter.write(read);
                if (!DoorsTest.read(written).equals(read) || !List.of(key.split("\\.")).stream().allMatch(word -> written.contains(word + ":"))) {
                    throw new IllegalStateException("lost " + key + " in " + written);
                }
            });
        }
    },
    AGENT {
        @Override
        boolean spells(String key) {
            return isFine(() -> DoorsTest.body(FaultSamples.ALL.get(key)));
        }
    },
    API_DESCRIPTION {
        @Override
        boolean spells(String key) {
            return isFine(() -> {
                JsonNode keys = ApiDescription.document().at("/components/schemas/FaultSpec/properties");
                if (!keys.has(first(key))) {
                    throw new IllegalStateException("no " + key);
                }
            });
        }
    },
    COMMAND_LINE {
        @Override
        boolean spells(String key) {
            Map<String, CommandLine> commands = commands();
            String option = "--" + SPELLED.getOrDefault(key, key.substring(key.lastIndexOf('.') + 1));
            return commands.containsKey(first(key)) ? !key.contains(".") || has(commands.get(first(key)), option)
                : (!key.contains(".") || SPELLED.containsKey(key)) && has(commands.get("delay"), option);
        }
    },
    JUNIT {
        @Override
        boolean spells(String key) {
            return hasMethod(key, Nofin.class, FaultBuilder.class, FaultReport.class);
        }
    },
    LINK_CONDITIONS {
        @Override
        boolean isFor(String key) {
            Set<String> shaping = new TreeSet<>();
            Stream.concat(FaultKeys.shapings().stream(), FaultKeys.shapingSettings().stream()).forEach(one -> shaping.add(one.word()));
            return shaping.contains(first(key));
        }

        @Override
        boolean spells(String key) {
            return hasMethod(key, LinkConditions.class);
        }
    },
    WORDS {
        @Override
        boolean spells(String key) {
            return isFine(() -> BuiltFault.of(FaultSamples.ALL.get(key).replace("[app]", "[\"netns:app\"]").replace("[redis]", "[\"netns:redis\"]")));
        }
    },
    PAGE {
        @Override
        boolean spells(String key) {
            return isFine(() -> {
                try (InputStream page = PageRoutes.class.getResourceAsStream("page/index.html")) {
                    String name = FIELDS.getOrDefault(key, "name=\"" + key + "\"");
                    if (!new String(page.readAllBytes(), StandardCharsets.UTF_8).contains(name) && !listed("", formed()).contains(key)) {
                        throw new IllegalStateException("no field for " + key);
                    }
                }
            });
        }
    };

    /** Options that are called otherwise than their keys: what is given several times is singular, and an effect's main value is bare. */
    private static final Map<String, String> SPELLED = Map.ofEntries(
        Map.entry("on", "target"), Map.entry("peers", "peer"), Map.entry("ports", "port"), Map.entry("local-ports", "local-port"),
        Map.entry("remote-ports", "remote-port"), Map.entry("connections.state", "connection-state"),
        Map.entry("corrupt.checksum", "fix-checksum"), Map.entry("slot.delay", "slot-delay"), Map.entry("reject.ipv4", "with"),
        Map.entry("repeat.every", "repeat"), Map.entry("repeat.times", "repeat"), Map.entry("loss.gilbert-elliott.p", "gilbert-elliott"),
        Map.entry("loss.gilbert-elliott.r", "gilbert-elliott"), Map.entry("loss.gilbert-elliott.1-h", "gilbert-elliott"),
        Map.entry("loss.gilbert-elliott.1-k", "gilbert-elliott"), Map.entry("loss.markov.p13", "markov"), Map.entry("loss.markov.p31", "markov"),
        Map.entry("loss.markov.p32", "markov"), Map.entry("loss.markov.p23", "markov"), Map.entry("loss.markov.p14", "markov"));
    private static final Map<String, String> FIELDS = Map.of("on", "id=\"panel-title\"", "drop", "value=\"cut\"", "delay.jitter", "name=\"jitter\"",
        "connections", "name=\"share\"", "connections.state", "name=\"state\"");
    private static final Set<String> MAIN = Set.of("connections.share", "delay.time", "loss.probability", "duplicate.probability",
        "corrupt.probability", "reorder.probability", "rate.rate", "slot.min-delay");
    private static final Map<String, String> JAVA = Map.ofEntries(
        Map.entry("interface", "interfaceName"), Map.entry("for", "forAtMost"),
        Map.entry("max-duration", "forAtMost"), Map.entry("corrupt.checksum", "fixChecksum"),
        Map.entry("connections.state", "connectionState"),
        Map.entry("loss.markov", "fourState"), Map.entry("slot.packets", "maxPackets"), Map.entry("slot.bytes", "maxBytes"),
        Map.entry("rate.overhead", "packetOverheadBytes"), Map.entry("rate.cell-size", "cellSizeBytes"), Map.entry("rate.cell-overhead", "cellOverheadBytes"));

    private final Map<String, String> exceptions = FaultDoorExceptions.of(name());

    abstract boolean spells(String key);

    /** Tells whether a key can be meant to come in by this door at all. */
    boolean isFor(String key) {
        return true;
    }

    /** A key within another counts when both are spelled; the main one of an effect is its short form. */
    final boolean takes(String key) {
        String around = key.contains(".") ? key.substring(0, key.lastIndexOf('.')) : key;
        return MAIN.contains(key) ? takes(around) : spells(key) && (around.equals(key) || takes(around));
    }

    /** The reasons for keys that the door does without; {@code delay.*} stands for all keys within {@code delay}. */
    Map<String, String> exceptions() {
        return exceptions;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean isFine(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (Exception refused) {
            return false;
        }
    }

    private static boolean hasMethod(String key, Class<?>... owners) {
        List<Method> methods = Stream.of(owners).flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(method -> method.getName().equals(JAVA.getOrDefault(first(key), camel(first(key))))).toList();
        return !methods.isEmpty() && (!key.contains(".") || methods.stream().flatMap(method -> Arrays.stream(method.getParameterTypes()))
            .anyMatch(type -> components(type).contains(JAVA.getOrDefault(key, camel(last(key))))));
    }

    /** The lists of keys of which the page makes fields. */
    private static Collection<?> formed() {
        Map<String, Object> lists = KeyList.data();
        lists.keySet().removeAll(Set.of("targets", "length"));
        lists.put("scenario-settings", ((Collection<?>) lists.get("scenario-settings")).stream().filter(key -> ((Map<?, ?>) key).get("keys").equals(List.of())).toList());
        return lists.values();
    }

    /** The keys that the agent tells the page of, which makes a field for each; a key within another has it in front of its own. */
    private static Set<String> listed(String around, Collection<?> lists) {
        Set<String> keys = new TreeSet<>();
        for (Object key : lists.stream().flatMap(list -> ((Collection<?>) list).stream()).toList()) {
            Map<?, ?> one = (Map<?, ?>) key;
            keys.add(around + one.get("key"));
            keys.addAll(listed(around + one.get("key") + ".", List.of(one.get("keys"))));
        }
        return keys;
    }

    private static String first(String key) {
        return key.split("\\.")[0];
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static String camel(String key) {
        String[] words = key.replace("1-", "one-minus-").split("[.-]");
        StringBuilder camel = new StringBuilder(words[0]);
        Stream.of(words).skip(1).forEach(word -> camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1)));
        return camel.toString();
    }

    private static String camel(Class<?> type) {
        return type.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT) + type.getSimpleName().substring(1);
    }

    /** The name of a type, the components of a value of the model, and of the kinds that it may be of. */
    private static Set<String> components(Class<?> type) {
        Set<String> names = new TreeSet<>(Set.of(camel(type)));
        if (type.isRecord() && type != Probability.class) {
            Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).forEach(names::add);
        }
        for (Class<?> kind : type.isSealed() ? type.getPermittedSubclasses() : new Class<?>[0]) {
            names.addAll(components(kind));
        }
        return names;
    }

    private static Map<String, CommandLine> commands() {
        try {
            Method commandLine = Class.forName("io.nofin.cli.Main").getDeclaredMethod("commandLine");
            commandLine.setAccessible(true);
            return ((CommandLine) commandLine.invoke(null)).getSubcommands();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean has(CommandLine command, String option) {
        return command.getCommandSpec().findOption(option) != null;
    }

    /** A scenario with the sample's keys where a scenario has them. */
    private static String scenario(String sample) throws Exception {
        ObjectNode fault = (ObjectNode) new YAMLMapper().readTree("{ " + sample + " }");
        ObjectNode document = (ObjectNode) new YAMLMapper().readTree("{ nofin: 1, targets: { app: { docker: app }, redis: { netns: redis } } }");
        ObjectNode step = JsonNodeFactory.instance.objectNode().put("inject", "fault").put("for", "10s");
        List.of("for", "repeat", "ramp").forEach(key -> move(key, fault, step));
        List.of("seed", "allow-host", "max-duration", "max-targets", "protect", "witness").forEach(key -> move(key, fault, document));
        ObjectNode expectation = JsonNodeFactory.instance.objectNode().put("fault", "fault");
        move("matched-at-least", fault, expectation);
        document.putObject("faults").set("fault", fault);
        document.putArray("timeline").add(step);
        if (expectation.size() > 1) {
            document.putArray("expect").add(expectation);
        }
        return document.toString();
    }

    private static void move(String key, ObjectNode from, ObjectNode to) {
        JsonNode value = from.remove(key);
        if (value != null) {
            to.set(key, value);
        }
    }
}
