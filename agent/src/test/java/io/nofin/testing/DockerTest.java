package io.nofin.testing;

import io.nofin.linux.LibC;
import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A test with real containers, on a Docker daemon that all such tests of a run share. It asks for it by a parameter of type
 * {@link DockerDaemon}; what a class leaves there is removed after it. Without root or dockerd it is skipped at a desk and
 * fails in CI.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("docker")
@ExtendWith(DockerTest.Daemon.class)
public @interface DockerTest {

    /** Hands out the shared daemon, started when first asked for and stopped with the run. */
    final class Daemon implements ExecutionCondition, ParameterResolver, AfterAllCallback {

        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(DockerTest.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (LibC.INSTANCE.geteuid() == 0 && isInstalled("dockerd")) {
                return ConditionEvaluationResult.enabled("running as root, dockerd is installed");
            }
            String reason = "docker tests need root and dockerd: apt-get install docker.io, and run native-scripts/test with sudo";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(reason);
            }
            return ConditionEvaluationResult.disabled(reason);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == DockerDaemon.class;
        }

        @Override
        public DockerDaemon resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(NAMESPACE)
                .computeIfAbsent(DockerDaemon.class, type -> DockerDaemon.start(), DockerDaemon.class);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            DockerDaemon started = context.getRoot().getStore(NAMESPACE).get(DockerDaemon.class, DockerDaemon.class);
            if (started != null) {
                started.removeEverything();
            }
        }

        private static boolean isInstalled(String program) {
            return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        }
    }
}
