package io.nofin.shaping;

import io.nofin.scenario.Direction;
import io.nofin.testing.KernelTest;
import java.io.IOException;

/** The queue engine, on what goes out. */
@KernelTest
class OutgoingQueueTest extends EngineTest {

    @Override
    ShapedWire connect() throws IOException {
        return new QueueWire(Direction.OUT);
    }
}
