package io.nofin.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a scenario beside a test method. Faults are armed and the timeline starts before the method begins. When the method returns,
 * the extension waits for the scenario's end, and the test fails unless the scenario passed: every fault took effect and every
 * expectation holds. When the method throws, the scenario is healed and ended at once.
 *
 * <pre>{@code
 * @Test
 * @RunScenario("scenarios/redis-cut.yaml")
 * void ordersAreTakenAllTheTime() { ... }
 * }</pre>
 *
 * <p>A target of the file that has the name of a field of the test class, or of a host of its lab, is replaced by that field or host:
 * {@code targets: { app: { docker: app } }} is replaced by {@code static GenericContainer<?> app}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RunScenario {

    /** The scenario: a file, absolute or relative to the working directory, or else a resource on the class path. */
    String value();

    /** Permits the commands in the file, which run with the rights of this JVM. Without this, a file with commands is refused. */
    boolean allowExec() default false;
}
