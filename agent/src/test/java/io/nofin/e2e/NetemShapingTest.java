package io.nofin.e2e;

import io.nofin.testing.NetemTest;

/** The same on a kernel that has sch_netem, which then shapes what goes out. */
@NetemTest
class NetemShapingTest extends ShapingTest {

    @Override
    String outgoing() {
        return "netem";
    }

    @Override
    String whyNoNetem() {
        return "eth0 has a root qdisc of its own, qdisc tbf 5: root";
    }
}
