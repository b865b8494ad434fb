package io.nofin.junit;

import io.nofin.lab.Lab;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Hosts made for a test: network namespaces on one bridge, each with an IPv4 and an IPv6 address, isolated from other tests and the
 * machine. Created by {@link Nofin#lab}; ends with the test, or the class, that created it. Thread-safe.
 */
public final class TestLab {

    private final Lab lab;
    private final Map<String, TestHost> hosts = new LinkedHashMap<>();

    private TestLab(Lab lab) {
        this.lab = lab;
        lab.hosts().forEach(host -> hosts.put(host.label(), new TestHost(host, lab)));
    }

    static TestLab build(List<String> names) {
        Map<String, io.nofin.scenario.LabHost> plain = new LinkedHashMap<>();
        for (String name : names) {
            plain.put(name, new io.nofin.scenario.LabHost(List.of(), OptionalInt.empty(), OptionalInt.empty()));
        }
        try {
            return new TestLab(Lab.build(plain));
        } catch (IOException e) {
            throw new NofinException("the lab could not be built: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a host by its name.
     *
     * @throws IllegalArgumentException when the lab has no host of that name
     */
    public TestHost host(String name) {
        return find(name).orElseThrow(() ->
            new IllegalArgumentException("the lab has no host '" + name + "': it has " + String.join(", ", hosts.keySet())));
    }

    Optional<TestHost> find(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    void close() {
        lab.close();
    }
}
