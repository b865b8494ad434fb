package io.nofin.lab;

import io.nofin.scenario.LabHost;
import java.util.List;
import java.util.OptionalInt;

/** Lab hosts as scenarios have them. */
final class LabHosts {

    private LabHosts() {
    }

    static LabHost plain() {
        return new LabHost(List.of(), OptionalInt.empty(), OptionalInt.empty());
    }

    static LabHost echo(int port) {
        return new LabHost(List.of(), OptionalInt.of(port), OptionalInt.of(port));
    }

    static LabHost run(String... command) {
        return new LabHost(List.of(command), OptionalInt.empty(), OptionalInt.empty());
    }

    static LabHost runAndWait(int port, String... command) {
        return new LabHost(List.of(command), OptionalInt.of(port), OptionalInt.empty());
    }
}
