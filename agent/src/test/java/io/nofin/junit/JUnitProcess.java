package io.nofin.junit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JUnit's console launcher as a process of its own, for what a test in this JVM cannot be: killed, somebody else's, or of another version. */
final class JUnitProcess {

    private static final String LAUNCHER = "org.junit.platform.console.ConsoleLauncher";

    private JUnitProcess() {
    }

    /** The command that runs the tests of one class. */
    static List<String> command(String classPath, Class<?> tests) {
        return List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData",
            "-cp", classPath, LAUNCHER, "execute", "--disable-ansi-colors", "--details=tree", "--details-theme=ascii", "--select-class=" + tests.getName());
    }

    /** The class path of this JVM, with the JUnit of a jar instead of its own. */
    static String withJUnit(Path jar) {
        return Stream.concat(Stream.of(jar.toString()), Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("junit") || entry.endsWith("classes"))).collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs to its end, with what it prints in a file. */
    static int run(List<String> command, Path output, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
