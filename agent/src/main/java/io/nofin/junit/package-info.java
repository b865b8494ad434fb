/**
 * Faults in JUnit tests. Enter by {@link io.nofin.junit.NofinTest}, or {@link io.nofin.junit.NofinExtension}: a test takes a
 * {@link io.nofin.junit.Nofin}, which creates {@link io.nofin.junit.Injection}s, or has {@link io.nofin.junit.InjectFault} or
 * {@link io.nofin.junit.RunScenario}. Compiled against JUnit Jupiter 5.10; the user brings 5.10 or later, or 6.
 *
 * <p>A {@link io.nofin.backend.Backend} injects faults, either from this JVM or through an agent. State is in JUnit's stores: one {@code Session} for a
 * run of JUnit, one {@code TestScope} for each class and test. All types but the builders are thread-safe; tests that run in parallel
 * and fault the same network take turns ({@code TargetLocks}).
 */
package io.nofin.junit;
