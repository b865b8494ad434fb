package io.nofin.junit;

import io.nofin.backend.LabBuilder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hosts made for a test: network namespaces on one bridge, each with an IPv4 and an IPv6 address, isolated from other tests and the
 * machine. Created by {@link Nofin#lab}; ends with the test, or the class, that created it. Thread-safe.
 */
public final class TestLab {

    private final LabBuilder.BuiltLab lab;
    private final Map<String, TestHost> hosts = new LinkedHashMap<>();

    private TestLab(LabBuilder.BuiltLab lab) {
        this.lab = lab;
        lab.hosts().forEach(host -> hosts.put(host.name(), new TestHost(host)));
    }

    static TestLab build(LabBuilder builder, List<String> names) {
        try {
            return new TestLab(builder.build(names));
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
