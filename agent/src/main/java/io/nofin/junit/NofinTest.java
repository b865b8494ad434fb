package io.nofin.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of a class, or one test, that inject faults: the same as {@code @ExtendWith(NofinExtension.class)}. A {@link Nofin} may be a
 * parameter of them, and {@link InjectFault} and {@link RunScenario} are looked at.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NofinExtension.class)
public @interface NofinTest {
}
