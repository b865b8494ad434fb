package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Commands are handed to systemd word by word. That it runs them, and ends them with the agent, is tried by native-scripts/test-package.
 */
class ServiceUnitTest {

    private static final List<String> WORDS = ServiceUnit.words("nofin-lab-7-1.service", "nofin-agent.service", "db", Path.of("/proc/7/fd/9"),
        List.of("perl", "-e", "print $x, \"${y} $$\""));

    @Test
    void leavesNoVariableForSystemdToExpand() {
        assertEquals(List.of("perl", "-e", "print $$x, \"$${y} $$$$\""), WORDS.subList(WORDS.size() - 3, WORDS.size()));
        assertTrue(WORDS.stream().noneMatch(word -> word.replace("$$", "").contains("$")), WORDS.toString());
    }

    @Test
    void bindsThemToTheAgentInTheNetworkOfTheirHost() {
        assertTrue(WORDS.indexOf("--property=BindsTo=nofin-agent.service") > 0 && WORDS.indexOf("--property=NetworkNamespacePath=/proc/7/fd/9") > 0
            && WORDS.indexOf("--property=NetworkNamespacePath=/proc/7/fd/9") < WORDS.indexOf("--"), WORDS.toString());
    }
}
