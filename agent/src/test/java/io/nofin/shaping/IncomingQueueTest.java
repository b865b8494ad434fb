package io.nofin.shaping;

import io.nofin.scenario.Side;
import io.nofin.testing.KernelTest;
import java.io.IOException;

/** The queue engine, on what comes in. */
@KernelTest
class IncomingQueueTest extends EngineTest {

    @Override
    ShapedWire connect() throws IOException {
        return new QueueWire(Side.INGRESS);
    }
}
