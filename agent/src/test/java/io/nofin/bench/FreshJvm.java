package io.nofin.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a main class in a JVM of its own, with this one's options: what is cold in a user's JVM is cold there. */
final class FreshJvm {

    private FreshJvm() {
    }

    /** Runs a class in a JVM of its own and returns the figures it printed: a name and a number on each line. */
    static Map<String, Double> run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Process process = builder(List.of(), main, arguments).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(main.getSimpleName() + " failed");
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        output.lines().map(line -> line.split(" ")).forEach(line -> figures.put(line[0], Double.valueOf(line[1])));
        return figures;
    }

    /** @param prefix what the JVM is started by, for example {@code chrt} with its arguments */
    static ProcessBuilder builder(List<String> prefix, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
