package io.nofin.shaping;

import io.nofin.testing.NetemTest;
import java.io.IOException;

/** sch_netem, told by nofin. */
@NetemTest
class SchNetemTest extends EngineTest {

    @Override
    ShapedWire connect() throws IOException {
        return new NetemWire();
    }
}
