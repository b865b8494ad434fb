package io.nofin.silence;

import io.nofin.firewall.BackEnd;
import io.nofin.inject.ArmedFaults;
import io.nofin.inject.Injector;
import io.nofin.journal.RunDirectory;
import io.nofin.plan.RunId;
import io.nofin.scenario.Direction;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Selector;
import io.nofin.testing.OneHost;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** nofin itself: a drop of everything to and from everyone, armed and fired. Healing disarms, too. */
record NofinCut(BackEnd backEnd, Direction direction) implements Cut {

    private static final Duration LONGER_THAN_ANY_ROW = Duration.ofMinutes(1);

    @Override
    public Closeable apply(NearHost host) throws IOException {
        Selector everything = new Selector(List.of(), PortSet.ALL, PortSet.ALL, PortSet.ALL, Protocol.ANY, direction,
            Optional.empty(), Optional.empty());
        Path journals = Files.createTempDirectory("nofin-cut");
        ArmedFaults armedFaults = Injector.arm(OneHost.drop(RunId.draw(), backEnd, everything), OneHost.at(host.namespace()),
            new RunDirectory(journals));
        armedFaults.fire(List.of(OneHost.FAULT), LONGER_THAN_ANY_ROW);
        return () -> {
            try (armedFaults) {
                armedFaults.heal(List.of(OneHost.FAULT));
            }
            Files.deleteIfExists(journals.resolve("locks"));
            Files.delete(journals);
        };
    }
}
