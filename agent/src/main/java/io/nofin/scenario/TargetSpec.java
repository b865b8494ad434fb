package io.nofin.scenario;

import java.nio.file.Path;

/** Where a target's network namespaces are to be found. */
public sealed interface TargetSpec {

    /** A name as ip-netns(8) knows it, or an absolute path to a namespace file. */
    record Netns(String nameOrPath) implements TargetSpec {

        private static final Path NAMED = Path.of("/run/netns");

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
        @Override
        public String toString() {
            return "pid:" + pid;
        }
    }

    /** A running container by name or id. */
    record Docker(String nameOrId) implements TargetSpec {
        @Override
        public String toString() {
            return "docker:" + nameOrId;
        }
    }

    /** Every running container with a label, {@code key} or {@code key=value}. */
    record DockerLabel(String label) implements TargetSpec {
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
