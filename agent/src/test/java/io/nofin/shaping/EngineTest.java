package io.nofin.shaping;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** All of the behaviour, for the engine that a subclass connects. */
abstract class EngineTest implements LossBehaviour, TimeBehaviour, CopyBehaviour {

    private ShapedWire wire;

    abstract ShapedWire connect() throws IOException;

    @BeforeEach
    void connectOne() throws IOException {
        wire = connect();
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    @Override
    public ShapedWire wire() {
        return wire;
    }
}
