package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes how a target's network namespaces are found. Its text is its notation on the command line: {@code docker:app}. */
public sealed interface TargetSpec {

    /** Returns the kind, which is also its key in a scenario. */
    TargetKind kind();

    /** Returns the value of that key: a text, a number, {@code true}, or a mapping of texts and lists of them. */
    Object value();

    /** Returns the target as a scenario has it: the kind and its value. */
    default Map<String, Object> form() {
        return Map.of(kind().word(), value());
    }

    /** Returns the file of the one namespace; empty where a runtime must be asked. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** A name as ip-netns(8) knows it, or an absolute path to a namespace file. */
    record Netns(String nameOrPath) implements TargetSpec {

        /** The folder of namespaces with a name. */
        public static final Path NAMED = Path.of("/run/netns");

        private static final Pattern NAME = Pattern.compile("(?![.-])[A-Za-z0-9._@:+-]{1,255}");

        public Netns {
            if (!nameOrPath.startsWith("/") && !NAME.matcher(nameOrPath).matches() || !Quoted.isPlain(nameOrPath)) {
                throw new BadValueException("not a network namespace: " + Quoted.of(nameOrPath),
                    "write a name as ip netns prints it, or an absolute path such as /run/netns/app");
            }
        }

        /** Returns the file of the namespace. */
        public Path path() {
            return NAMED.resolve(nameOrPath);       // an absolute path stays as it is
        }

        @Override
        public TargetKind kind() {
            return TargetKind.NETNS;
        }

        @Override
        public Object value() {
            return nameOrPath;
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path());
        }

        @Override
        public String toString() {
            return "netns:" + nameOrPath;
        }
    }

    /** The namespace that a process is in. */
    record Pid(long pid) implements TargetSpec {

        private static final long HIGHEST = 1 << 22;      // PID_MAX_LIMIT in linux/threads.h

        public Pid {
            if (pid < 1 || pid > HIGHEST) {
                throw new BadValueException("no such process id: " + pid, "process ids are 1 to " + HIGHEST);
            }
        }

        @Override
        public TargetKind kind() {
            return TargetKind.PID;
        }

        @Override
        public Object value() {
            return pid;
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(Path.of("/proc", Long.toString(pid), "ns", "net"));
        }

        @Override
        public String toString() {
            return "pid:" + pid;
        }
    }

    /** A running container by name or id. */
    record Docker(String nameOrId) implements TargetSpec {

        private static final Pattern VALID = Pattern.compile("/?[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");

        public Docker {
            if (!VALID.matcher(nameOrId).matches()) {
                throw new BadValueException("not a container: " + Quoted.of(nameOrId), "write a name or id as docker ps prints it");
            }
        }

        @Override
        public TargetKind kind() {
            return TargetKind.DOCKER;
        }

        @Override
        public Object value() {
            return nameOrId;
        }

        @Override
        public String toString() {
            return "docker:" + nameOrId;
        }
    }

    /** Every running container with all of some labels, each {@code key} or {@code key=value}. */
    record DockerLabel(List<String> labels) implements TargetSpec {

        private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,254}(=.{0,1000})?");
        private static final Pattern COMPOSE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
        private static final String PROJECT = "com.docker.compose.project=";
        private static final String SERVICE = "com.docker.compose.service=";
        private static final String AND = ",label=";

        public DockerLabel {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) {
                throw new BadValueException("no label", "write key or key=value, for example role=app");
            }
            for (String label : labels) {
                if (!VALID.matcher(label).matches() || !Quoted.isPlain(label)) {
                    throw new BadValueException("not a label: " + Quoted.of(label), "write key or key=value, for example role=app");
                }
            }
        }

        /** @param text a label, or several as the command line has them: {@code a=b,label=c=d} */
        public DockerLabel(String text) {
            this(List.of(text.split(AND, -1)));
        }

        /**
         * Returns the containers of a service of Docker Compose.
         *
         * @param text {@code project/service}, or {@code service} for that of any project
         */
        public static DockerLabel compose(String text) {
            List<String> names = List.of(text.split("/", -1));
            if (names.size() > 2 || !names.stream().allMatch(name -> COMPOSE_NAME.matcher(name).matches())) {
                throw new BadValueException("not a service of Docker Compose: " + Quoted.of(text), "write project/service, for example shop/api");
            }
            String service = SERVICE + names.get(names.size() - 1);
            return new DockerLabel(names.size() == 1 ? List.of(service) : List.of(PROJECT + names.get(0), service));
        }

        /** Returns all labels as the command line has them. */
        public String label() {
            return String.join(AND, labels);
        }

        /** Tells whether a container with these labels is selected. */
        public boolean isOf(Map<String, String> of) {
            return labels.stream().allMatch(label -> {
                int equals = label.indexOf('=');
                return equals < 0 ? of.containsKey(label) : label.substring(equals + 1).equals(of.get(label.substring(0, equals)));
            });
        }

        /** Returns {@link TargetKind#COMPOSE} where the labels are exactly those of a service. */
        @Override
        public TargetKind kind() {
            return service().isPresent() ? TargetKind.COMPOSE : TargetKind.DOCKER;
        }

        @Override
        public Object value() {
            return service().<Object>map(service -> service).orElse(Map.of("label", labels.size() == 1 ? labels.get(0) : labels));
        }

        @Override
        public String toString() {
            return service().map(service -> "compose:" + service).orElseGet(() -> "docker:label=" + label());
        }

        /** Returns {@code service} or {@code project/service}. */
        private Optional<String> service() {
            String last = labels.get(labels.size() - 1);
            String service = last.startsWith(SERVICE) ? last.substring(SERVICE.length()) : "";
            String project = labels.get(0).startsWith(PROJECT) ? labels.get(0).substring(PROJECT.length()) : "";
            boolean isProjects = labels.size() == 2 && COMPOSE_NAME.matcher(project).matches();
            return COMPOSE_NAME.matcher(service).matches() && (labels.size() == 1 || isProjects)
                ? Optional.of(labels.size() == 1 ? service : project + "/" + service) : Optional.empty();
        }
    }

    /** The namespace that nofin itself runs in. */
    record Host() implements TargetSpec {

        @Override
        public TargetKind kind() {
            return TargetKind.HOST;
        }

        @Override
        public Object value() {
            return true;
        }

        @Override
        public String toString() {
            return "host";
        }
    }

    /** A host of the scenario's own lab. */
    record Lab(String name) implements TargetSpec {

        @Override
        public TargetKind kind() {
            return TargetKind.LAB;
        }

        @Override
        public Object value() {
            return name;
        }

        @Override
        public String toString() {
            return "lab:" + name;
        }
    }
}
