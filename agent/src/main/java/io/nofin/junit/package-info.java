/**
 * Faults in JUnit tests. Enter by {@link io.nofin.junit.NofinTest}, or {@link io.nofin.junit.NofinExtension}: a test gets a {@link
 * io.nofin.junit.Nofin}, which makes {@link io.nofin.junit.Injection}s, or says {@link io.nofin.junit.InjectFault} or {@link
 * io.nofin.junit.RunScenario}. Takes JUnit Jupiter 5.10 or later, or 6, from whoever uses it.
 *
 * <p>Faults are put into the kernel by a {@code Way}: by this JVM, or by an agent. State is in JUnit's stores: one {@code Session} for a run
 * of JUnit, one {@code TestScope} for each class and test. All but builders may be used from any thread; tests that run in parallel and fault
 * the same network take turns ({@code TargetLocks}).
 */
package io.nofin.junit;
