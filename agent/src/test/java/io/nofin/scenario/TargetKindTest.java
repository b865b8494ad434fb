package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.NodeReader;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetKindTest {

    /** One of each kind and form. */
    private static final List<String> NOTATIONS = List.of("netns:app", "netns:/run/netns/app", "docker:app", "docker:label=role=db",
        "docker:label=role=db,label=tier=1", "compose:api", "compose:shop/api", "pid:4711", "host");

    @Test
    void namesEveryKindInTheListOfNotationsOnceOrMore() {
        TreeSet<String> named = new TreeSet<>(Stream.of(TargetKind.NOTATIONS.split(", | or ")).map(form -> form.split(":")[0]).toList());

        assertEquals(new TreeSet<>(TargetKind.written().stream().map(Keyword::word).toList()), named);
        assertEquals(named, new TreeSet<>(NOTATIONS.stream().map(form -> form.split(":")[0]).toList()));
    }

    @Test
    void writesItsNotationAndItsEntryInAScenarioSoThatBothReadBack() throws InvalidDocumentException {
        for (String notation : NOTATIONS) {
            TargetSpec target = TargetNotation.parse(notation);

            assertEquals(notation, target.toString());
            assertTrue(notation.startsWith(target.kind().word()), notation);
            assertTrue(TargetWriter.written(target).startsWith("{ " + target.kind().word() + ": "), notation);
            assertEquals(target, TargetReader.read(entry(TargetWriter.written(target)), true).orElseThrow(), notation);
        }
    }

    private static Value entry(String yaml) throws InvalidDocumentException {
        Problems problems = new Problems("target.yaml");
        return Value.root(NodeReader.read(yaml, problems), problems);
    }
}
