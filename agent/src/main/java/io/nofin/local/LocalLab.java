package io.nofin.local;

import io.nofin.backend.LabBuilder;
import io.nofin.lab.Lab;
import io.nofin.scenario.LabHost;
import io.nofin.target.TargetHost;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A lab whose namespaces this process holds. */
record LocalLab(Lab lab) implements LabBuilder.BuiltLab {

    /** Builds hosts that run no commands. */
    static LocalLab build(List<String> names) throws IOException {
        Map<String, LabHost> plain = new LinkedHashMap<>();
        for (String name : names) {
            plain.put(name, new LabHost(List.of(), OptionalInt.empty(), OptionalInt.empty()));
        }
        return new LocalLab(Lab.build(plain));
    }

    @Override
    public List<LabBuilder.BuiltHost> hosts() {
        return lab.hosts().stream().<LabBuilder.BuiltHost>map(host -> new Member(lab, host)).toList();
    }

    @Override
    public void close() {
        lab.close();
    }

    private record Member(Lab lab, TargetHost host) implements LabBuilder.BuiltHost {

        @Override
        public String name() {
            return host.label();
        }

        @Override
        public List<IpNetwork> addresses() {
            return List.copyOf(host.addresses());
        }

        @Override
        public Path namespace() {
            return host.namespace().descriptorPath();
        }

        @Override
        public void enter() throws IOException {
            host.namespace().enter();
        }

        @Override
        public void echo(int port) throws IOException {
            lab.echo(name(), port);
        }

        @Override
        public Process start(List<String> command) throws IOException {
            return lab.launch(name(), command);
        }
    }
}
