package io.nofin.junit;

import java.util.List;

/**
 * Injects faults for one test, or for one class where a method of {@code @BeforeAll} got it: they end with it at the latest. A parameter of
 * test methods and lifecycle methods. May be used from any thread.
 *
 * <pre>{@code
 * @NofinTest
 * class CartTest {
 *     @Test
 *     void keepsTheCartWhenRedisIsGone(Nofin nofin) {
 *         try (Injection cut = nofin.on(app).peers(redis).ports(6379).drop().start()) {
 *             assertTrue(cart.add("book").isQueued());
 *             cut.heal();
 *             cut.awaitRecovered(Duration.ofSeconds(5), () -> cart.contains("book"));
 *             cut.report().silent().nothingCrossed();
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A target is a container (anything that has a method {@code getContainerId()}, as those of Testcontainers do), a {@link TestHost}, a
 * process or its number, the {@link java.nio.file.Path} of a network namespace, a {@link FaultTarget}, or a text in the notation of the
 * command line: {@code "docker:app"}, {@code "docker:label=tier=db"}, {@code "netns:app"}, {@code "pid:4711"}, {@code "host"}.
 */
public final class Nofin {

    private final TestScope testScope;

    Nofin(TestScope testScope) {
        this.testScope = testScope;
    }

    /** Begins a fault in the networks of some targets. */
    public FaultBuilder on(Object... targets) {
        return FaultBuilder.on(testScope, List.of(targets));
    }

    /** Begins a fault that cuts, silently, every two targets that are in no group together; one in two groups is a bridge. */
    public FaultBuilder partition(List<?>... groups) {
        return FaultBuilder.partition(testScope, List.of(groups));
    }

    /** What such a thing means as a target; to give it a name for reports, or to find out what is wrong with it. */
    public FaultTarget target(Object thing) {
        return TargetConverter.target(thing);
    }

    /**
     * Makes hosts for the test: no Docker is needed, but root in this JVM.
     *
     * @param hosts their names, up to 15 letters, digits and {@code -} each
     */
    public TestLab lab(String... hosts) {
        return testScope.lab(List.of(hosts));
    }
}
