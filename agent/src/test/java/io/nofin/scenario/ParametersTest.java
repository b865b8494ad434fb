package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static final String SCENARIO = """
        nofin: 1
        parameters: { APP: app, LENGTH: 3s, PEER: }
        targets: { app: { docker: "${APP}" } }
        faults: { cut: { on: app, peers: ["${PEER}.0/24", "${PEER}.1"], filter: "host ${UNKNOWN}", drop: silent } }
        timeline: [{ inject: cut, for: "${LENGTH}" }]
        """;

    private static Scenario read(String text, Map<String, String> set) throws InvalidDocumentException {
        return new ScenarioReader(filter -> { }).with(set).read(text, "test.yaml");
    }

    private static List<String> refusal(String text, Map<String, String> set) {
        return assertThrows(InvalidDocumentException.class, () -> read(text, set)).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void standForValuesThatAreGivenOrDeclared() throws Exception {
        Scenario scenario = read(SCENARIO, Map.of("PEER", "10.0.0", "APP", "shop"));

        assertEquals(new TargetSpec.Docker("shop"), scenario.targets().get("app"));
        assertEquals("3s", scenario.timeline().get(0).length().toSeconds() + "s");
        Selector selector = scenario.faults().get("cut").selector();
        assertEquals(List.of("10.0.0.0/24", "10.0.0.1"), selector.peers().stream().map(Peer::toString).toList());
        assertEquals("host ${UNKNOWN}", selector.filter().orElseThrow());
    }

    @Test
    void areReadAsIfTheyHadBeenWrittenThere() {
        assertEquals(List.of("test.yaml:5:32: timeline[0].for: not a duration: 'long': write a number and ns, us, ms, s, m or h, for example 100ms or 1.5s"),
            refusal(SCENARIO, Map.of("PEER", "10.0.0", "LENGTH", "long")));
    }

    @Test
    void haveToBeDeclaredGivenAndUsed() {
        assertEquals(List.of("test.yaml:1:1: no such parameter: 'APQ': did you mean 'APP'?",
            "test.yaml:2:37: parameters.PEER: the parameter has no value: run it with --set PEER=VALUE, or write one here"), refusal(SCENARIO, Map.of("APQ", "x")).subList(0, 2));
        String none = SCENARIO.replaceAll("parameters: .*", "");
        assertEquals("test.yaml:1:1: no such parameter: 'A': the scenario declares none: write parameters: { A: VALUE }", refusal(none, Map.of("A", "x")).get(0));
        assertEquals(List.of("test.yaml:2:15: parameters.MORE: unused parameter: write ${MORE} where it belongs, or remove it"),
            refusal(SCENARIO.replace("{ APP", "{ MORE: 1, APP"), Map.of("PEER", "10.0.0")));
        assertEquals(List.of("test.yaml:2:39: parameters.PEER: not the value of a parameter: 'a\\u000ab': write one line of 1000 characters at most"),
            refusal(SCENARIO.replace("PEER: }", "PEER: 1 }").replace("APP: app", "APP: 'app'"), Map.of("PEER", "a\nb")).subList(0, 1));
    }
}
