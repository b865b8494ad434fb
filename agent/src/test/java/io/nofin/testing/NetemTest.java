package io.nofin.testing;

import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.route.Handle;
import io.nofin.netlink.route.Netem;
import io.nofin.netlink.route.ReplaceQdisc;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.scenario.Delay;
import io.nofin.scenario.ShapingBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test of sch_netem itself, which needs root and a kernel that has it: native-scripts/test-netem boots one and runs these
 * there. On other kernels it is skipped at a desk and fails in CI.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("netem")
@ExtendWith(NetemTest.Kernel.class)
public @interface NetemTest {

    /** Lets the test run where a netem can be made. */
    final class Kernel implements ExecutionCondition {

        private static final Netem ANY =
            Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ZERO)).build(), OptionalLong.empty());
        private static final String REMEDY = ": run native-scripts/test-netem";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String missing = missing();
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("this kernel has sch_netem");
            }
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(missing + REMEDY);
            }
            return ConditionEvaluationResult.disabled(missing + REMEDY);
        }

        private static String missing() {
            if (LibC.INSTANCE.geteuid() != 0) {
                return "netem tests need root";
            }
            try (NetworkNamespace namespace = NetworkNamespace.create(); RouteSocket route = namespace.call(RouteSocket::open)) {
                route.execute(new ReplaceQdisc(route.link("lo"), Handle.ROOT, Handle.qdisc(1), ANY));
                return "";
            } catch (NetlinkException e) {
                return "netem tests need sch_netem: " + e.getMessage();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
