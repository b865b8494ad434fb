package io.nofin.shaping;

import io.nofin.scenario.Side;
import io.nofin.testing.KernelTest;
import java.io.IOException;

/** The queue engine, on what goes out. */
@KernelTest
class OutgoingQueueTest extends EngineTest {

    @Override
    ShapedWire connect() throws IOException {
        return new QueueWire(Side.EGRESS);
    }
}
