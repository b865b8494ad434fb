package io.nofin.truth;

import io.nofin.testing.NetemTest;
import java.util.List;

/**
 * The same where the kernel's netem shapes what goes out, in layouts that its kernel can have: User-Mode Linux has no nf_tables. Left out
 * are those in which netem means something else by its nature: it has a line for each interface, and decides once about a bundle.
 */
@NetemTest
class NetemPassedIsTrueTest extends PassedIsTrueTest {

    private static final List<String> LAYOUTS = List.of("a cable", "IPv6 only", "link-local only", "a router", "multicast",
        "peers that somebody takes out of the sets");

    @Override
    String engine() {
        return "netem";
    }

    @Override
    List<String> directions() {
        return List.of("out");
    }

    @Override
    int seconds() {
        return 40;
    }

    @Override
    List<Layout> layouts() {
        return Layouts.all().stream().filter(layout -> LAYOUTS.contains(layout.name())).toList();
    }
}
