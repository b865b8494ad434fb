package io.nofin.testing;

import io.nofin.linux.LibC;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that makes real namespaces and needs root. Without root it is skipped at a desk and fails in CI. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@ExtendWith(KernelTest.Root.class)
public @interface KernelTest {

    /** Lets the test run as root only. */
    final class Root implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (LibC.INSTANCE.geteuid() == 0) {
                return ConditionEvaluationResult.enabled("running as root");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("kernel tests need root: run native-scripts/test with sudo");
            }
            return ConditionEvaluationResult.disabled("kernel tests need root: run native-scripts/test with sudo");
        }
    }
}
