package io.nofin.junit;

import java.util.List;

/**
 * Injects faults for one test, or for a class when it is a parameter of a {@code @BeforeAll} method. The faults end with the test or
 * class at the latest. Test methods and lifecycle methods take it as a parameter. Thread-safe.
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
 * <p>A target is a container (anything that has a method {@code getContainerId()}, as those of Testcontainers do), a
 * {@link TestHost}, a process or its number, the {@link java.nio.file.Path} of a network namespace, a {@link FaultTarget}, or a text
 * in the notation of the command line: {@code "docker:app"}, {@code "docker:label=tier=db"}, {@code "netns:app"}, {@code "pid:4711"},
 * {@code "host"}.
 */
public final class Nofin {

    private final TestScope testScope;

    Nofin(TestScope testScope) {
        this.testScope = testScope;
    }

    /** Begins a fault in the networks of these targets. */
    public FaultBuilder on(Object... targets) {
        return FaultBuilder.on(testScope, List.of(targets));
    }

    /** Begins a fault that silently cuts any two targets that share no group. A target in two groups is a bridge between them. */
    public FaultBuilder partition(List<?>... groups) {
        return FaultBuilder.partition(testScope, List.of(groups));
    }

    /** Returns the target that {@code thing} stands for, to name it for reports or to check it. */
    public FaultTarget target(Object thing) {
        return TargetConverter.target(thing);
    }

    /**
     * Makes hosts for the test. Needs root in this JVM, but no Docker.
     *
     * @param hosts the hosts' names, up to 15 letters, digits and {@code -} each
     */
    public TestLab lab(String... hosts) {
        return testScope.lab(List.of(hosts));
    }

    @Override
    public String toString() {
        return "nofin for " + testScope;
    }
}
