package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.RejectWith;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code nofin completion}: what bash, zsh and fish themselves offer, once they have read it. */
class CompletionCommandTest {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void everyShellOffersTheCommands(CompletionShell completionShell) throws Exception {
        List<String> all = Main.commandLine().getSubcommands().keySet().stream().sorted().toList();

        assertEquals(all, offers(completionShell, "nofin "));
    }

    @ParameterizedTest
    @EnumSource
    void everyShellOffersTheOptionsOfACommand(CompletionShell completionShell) throws Exception {
        assertEquals(List.of("--peer", "--port", "--protocol"), offers(completionShell, "nofin drop --target netns:a --p").stream()
            .filter(option -> !option.equals("--pcap")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyShellOffersTheWordsOfAnOption(CompletionShell completionShell) throws Exception {
        assertEquals(List.of("any", "esp", "gre", "icmp", "sctp", "tcp", "udp"), offers(completionShell, "nofin drop --protocol "));
        assertEquals(List.of("tcp-reset"), offers(completionShell, "nofin reject --with t"));
        assertEquals(List.of("bash", "fish", "zsh"), offers(completionShell, "nofin completion "));
    }

    /** Containers are offered as the docker command lists them; here a stand-in for it knows two. */
    @ParameterizedTest
    @EnumSource
    void everyShellOffersTargets(CompletionShell completionShell) throws Exception {
        Path docker = Files.writeString(directory.resolve("docker"), "#!/bin/sh\nprintf 'docker:%s\\n' app-1 redis\n");
        assertTrue(docker.toFile().setExecutable(true));

        assertEquals(List.of("docker:app-1", "docker:redis"), offers(completionShell, "nofin drop --target do"));
        assertEquals(List.of("docker:redis"), offers(completionShell, "nofin drop --target docker:app-1 --peer docker:r"));
        assertEquals(List.of("host"), offers(completionShell, "nofin delay 1ms --target ho"));
    }

    @ParameterizedTest
    @EnumSource
    void everyShellOffersFilesAsScenarios(CompletionShell completionShell) throws Exception {
        Path scenario = Files.createFile(directory.resolve("cut.yaml"));

        assertEquals(List.of("cut.yaml"), offers(completionShell, "nofin run " + directory + "/cu").stream()
            .map(file -> Path.of(file).getFileName().toString()).toList(), scenario.toString());
    }

    @ParameterizedTest
    @EnumSource
    void everyShellOffersNothingWhereAnythingGoes(CompletionShell completionShell) throws Exception {
        assertEquals(List.of(), offers(completionShell, "nofin drop --filter "));
    }

    @Test
    void fixedWordsAreThoseThatAreRead() {
        for (String kind : Completions.words(Main.commandLine().getSubcommands().get("reject").getCommandSpec().findOption("--with"))) {
            assertEquals(kind, RejectWith.parse(kind).toString());
        }
    }

    private List<String> offers(CompletionShell completionShell, String line) throws Exception {
        Path script = Files.writeString(directory.resolve("script"), completionShell.script(Main.commandLine()));
        List<String> command = switch (completionShell) {
            case BASH -> List.of("bash", resource("complete.bash"), script.toString(), line);
            case ZSH -> List.of("zsh", "-f", resource("complete.zsh"), script.toString(), line);
            case FISH -> List.of("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script.toString(), line);
        };
        return answer(command).lines().map(match -> match.split("\t")[0].strip()).distinct().sorted().toList();
    }

    private String answer(List<String> command) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder completionShell = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        completionShell.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        Process process = completionShell.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s: " + command);
        }
        String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    private static String resource(String name) throws URISyntaxException {
        return Path.of(CompletionCommandTest.class.getResource(name).toURI()).toString();
    }
}
