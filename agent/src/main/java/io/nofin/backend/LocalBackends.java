package io.nofin.backend;

import io.nofin.scenario.FilterCheck;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the engine that carries out faults in this process: the class path has it or not. */
public final class LocalBackends {

    /** An engine. Implementations are named in {@code META-INF/services}. */
    public interface Provider {

        /** Returns the capabilities that the engine needs and this process does not have; see capabilities(7). */
        List<String> missing() throws IOException;

        Backend open();

        /** Returns the check of pcap-filter(7) expressions by libpcap. */
        FilterCheck filterCheck();
    }

    private LocalBackends() {
    }

    /** Returns the engine; empty where none is on the class path. */
    public static Optional<Provider> find() {
        return ServiceLoader.load(Provider.class, LocalBackends.class.getClassLoader()).findFirst();
    }

    /** Returns the engine's check of filters, or one that takes every filter, which the agent checks then. */
    public static FilterCheck filterCheck() {
        return find().map(Provider::filterCheck).orElse(FilterCheck.NONE);
    }
}
