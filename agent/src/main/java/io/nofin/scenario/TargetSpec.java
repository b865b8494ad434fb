package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Where a target's network namespaces are to be found. */
public sealed interface TargetSpec {

    /** A name as ip-netns(8) knows it, or an absolute path to a namespace file. */
    record Netns(String nameOrPath) implements TargetSpec {

        private static final Path NAMED = Path.of("/run/netns");
        private static final Pattern NAME = Pattern.compile("(?![.-])[A-Za-z0-9._@:+-]{1,255}");

        public Netns {
            if (!nameOrPath.startsWith("/") && !NAME.matcher(nameOrPath).matches() || !Quoted.isPlain(nameOrPath)) {
                throw new BadValueException("not a network namespace: " + Quoted.of(nameOrPath),
                    "write a name as ip netns prints it, or an absolute path such as /run/netns/app");
            }
        }

        /** The file that is the namespace. */
        public Path path() {
            return NAMED.resolve(nameOrPath);       // an absolute path stays as it is
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
        public String toString() {
            return "docker:" + nameOrId;
        }
    }

    /** Every running container with a label, {@code key} or {@code key=value}. */
    record DockerLabel(String label) implements TargetSpec {

        private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,254}(=.{0,1000})?");

        public DockerLabel {
            if (!VALID.matcher(label).matches() || !Quoted.isPlain(label)) {
                throw new BadValueException("not a label: " + Quoted.of(label), "write key or key=value, for example role=app");
            }
        }

        /** Whether a container with these labels is meant. */
        public boolean isOf(Map<String, String> labels) {
            int equals = label.indexOf('=');
            return equals < 0 ? labels.containsKey(label) : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
        }

        @Override
        public String toString() {
            return "docker:label=" + label;
        }
    }

    /** The namespace that nofin itself runs in. */
    record Host() implements TargetSpec {
        @Override
        public String toString() {
            return "host";
        }
    }

    /** A host of the scenario's own lab. */
    record Lab(String name) implements TargetSpec {
        @Override
        public String toString() {
            return "lab:" + name;
        }
    }
}
