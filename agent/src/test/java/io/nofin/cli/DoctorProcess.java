package io.nofin.cli;

import io.nofin.testing.NobodyClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code nofin doctor} as a program of its own, run as another user or on a changed file system. */
record DoctorProcess(int exitCode, String output, String errors) {

    private static final int PATIENCE_SECONDS = 120;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(DoctorCommand.described()).execute(arguments));
    }

    /**
     * Runs it to its end.
     *
     * @param directory   for files of this run
     * @param prefix      a command that runs the command behind it
     * @param environment added to this process's
     */
    static DoctorProcess run(Path directory, List<String> prefix, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return run(directory, System.getProperty("java.class.path"), prefix, environment, arguments);
    }

    /** Runs it as nobody, who cannot read where Maven keeps its libraries: with a copy of them. */
    static DoctorProcess runAsNobody(Path directory, String... arguments) throws IOException, InterruptedException {
        return run(directory, NobodyClassPath.copyTo(directory), List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--bounding-set", "-all", "--inh-caps", "-all"), Map.of(), arguments);
    }

    private static DoctorProcess run(Path directory, String classPath, List<String> prefix, Map<String, String> environment,
            String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-cp", classPath, DoctorProcess.class.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
            .directory(new File("/")).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s: " + command);
        }
        return new DoctorProcess(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
