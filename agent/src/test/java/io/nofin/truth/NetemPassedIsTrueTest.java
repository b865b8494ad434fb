package io.nofin.truth;

import io.nofin.testing.NetemTest;
import java.util.List;

/** The same where the kernel's netem shapes what goes out, by the layouts in which that could make a difference. */
@NetemTest
class NetemPassedIsTrueTest extends PassedIsTrueTest {

    private static final List<String> LAYOUTS = List.of("a cable", "masquerade", "a redirecting mesh", "two networks", "IPv6 only", "a router",
        "bundles of datagrams", "multicast", "packet sockets", "rules that somebody wipes");

    @Override
    String engine() {
        return "netem";
    }

    @Override
    List<Layout> layouts() {
        return Layouts.all().stream().filter(layout -> LAYOUTS.contains(layout.name())).toList();
    }
}
