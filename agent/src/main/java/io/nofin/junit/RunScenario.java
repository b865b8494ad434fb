package io.nofin.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a scenario beside a test method: everything is armed when the method begins, and the timeline starts then. When the method returns,
 * the scenario's end is waited for, and the test fails unless it passed: every fault took effect and every expectation holds. When the
 * method throws, the scenario is healed and ended at once.
 *
 * <pre>{@code
 * @Test
 * @RunScenario("scenarios/redis-cut.yaml")
 * void ordersAreTakenAllTheTime() { ... }
 * }</pre>
 *
 * <p>A target of the file that is called like a field of the test class, or a host of its lab, means what that field or host is, whatever the
 * file says of it: {@code targets: { app: { docker: app } }} finds {@code static GenericContainer<?> app}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RunScenario {

    /** A file, from the working directory or absolute, or else a resource on the class path. */
    String value();

    /** Commands in the file may be run, with the rights of this JVM; a file with commands is refused without. */
    boolean allowExec() default false;
}
