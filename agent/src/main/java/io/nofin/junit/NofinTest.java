package io.nofin.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class, or one test, that injects faults; the same as {@code @ExtendWith(NofinExtension.class)}. Its methods may take a
 * {@link Nofin} as a parameter, and may have {@link InjectFault} and {@link RunScenario}.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NofinExtension.class)
public @interface NofinTest {
}
