package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final String SCENARIO = """
        nofin: 1
        parameters: { P: 25% }
        targets: { app: { netns: app } }
        faults: { slow: { on: app, loss: { probability: 5%, correlation: "${P}" } } }
        timeline: [{ inject: slow, for: 1s }]
        """;

    @TempDir
    private Path folder;

    @Test
    void tellsWhatNetemMakesOfACorrelation() throws IOException, InvalidDocumentException {
        Path file = Files.writeString(folder.resolve("slow.yaml"), SCENARIO);

        List<String> lines = ScenarioFile.findings(file, new SetOptions()).lines(file);

        assertEquals(List.of(file + ": ok", file + ": note: faults.slow.loss: with a correlation of 25%, netem's model hits 0.19% of the packets in"
            + " the long run, not 5%: write loss: { probability: 5%, burst: 4 } for runs of four and a mean that holds"), lines);
    }
}
