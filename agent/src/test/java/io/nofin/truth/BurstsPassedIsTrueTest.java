package io.nofin.truth;

import io.nofin.testing.KernelTest;
import java.util.List;

/** A run with losses in bursts, alone and beside duplicates or damage of single packets, passes when receivers saw that, and only then. */
@KernelTest
class BurstsPassedIsTrueTest extends PassedIsTrueTest {

    private static final List<String> LAYOUTS = List.of("a cable", "a router", "IPv6 only");

    @Override
    List<Effect> effects() {
        return Effect.ofBursts();
    }

    @Override
    int exitCode() {
        return 0;
    }

    @Override
    List<Layout> layouts() {
        return Layouts.all().stream().filter(layout -> LAYOUTS.contains(layout.name())).toList();
    }
}
