package io.nofin.local;

import io.nofin.backend.Backend;
import io.nofin.backend.LocalBackends;
import io.nofin.firewall.PacketFilter;
import io.nofin.inject.Privileges;
import io.nofin.scenario.FilterCheck;
import java.io.IOException;
import java.util.List;

/** Offers the engine to whoever looks for one on the class path; java.util.ServiceLoader makes it. */
public final class LocalProvider implements LocalBackends.Provider {

    @Override
    public List<String> missing() throws IOException {
        return Privileges.missing();
    }

    @Override
    public Backend open() {
        return new LocalBackend("nofin needs root: run this with sudo");
    }

    @Override
    public FilterCheck filterCheck() {
        return PacketFilter::compile;
    }
}
