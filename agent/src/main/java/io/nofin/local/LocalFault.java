package io.nofin.local;

import io.nofin.backend.ArmedFault;
import io.nofin.backend.Outcome;
import io.nofin.inject.GateCount;
import io.nofin.run.OpenRun;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A fault that this process keeps armed. */
record LocalFault(String name, Scenario scenario, OpenRun run) implements ArmedFault {

    @Override
    public void fire(Duration length) throws IOException {
        run.fire(List.of(name), length);
    }

    @Override
    public void heal() throws IOException {
        run.heal(List.of(name));
    }

    @Override
    public void shape(Shaping shaping) throws IOException {
        run.shape(name, shaping);
    }

    @Override
    public boolean isFiring() {
        return run.firing().containsKey(name);
    }

    @Override
    public long packets() throws IOException {
        return run.counts().stream().mapToLong(GateCount::packets).sum();
    }

    @Override
    public Outcome finish() throws IOException {
        return new LocalOutcome(scenario, run.finish());
    }

    @Override
    public void abandon() throws IOException {
        run.close();
    }
}
