package io.nofin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.api.ErrorBody;
import io.nofin.api.TargetNotFoundException;
import io.nofin.api.UnsupportedHostException;
import io.nofin.unit.BadValueException;
import org.junit.jupiter.api.Test;

/** Refusals of the agent become the exceptions that the same work throws in this process: a caller cannot tell where it was tried. */
class RefusalTest {

    @Test
    void wrongValuesAreToldAsValuesAre() {
        BadValueException refused = raised(BadValueException.class,
            "{ 'error': 'not a rate: 10', 'hint': 'write 10mbit', 'status': 400, 'exit-code': 2 }");

        assertEquals("not a rate: 10", refused.what());
        assertEquals("write 10mbit", refused.remedy());
    }

    @Test
    void missingTargetsAndHostsThatCannotKeepTheirMessages() {
        assertEquals("target app: no container: start it", raised(TargetNotFoundException.class,
            "{ 'error': 'target app: no container', 'hint': 'start it', 'status': 404, 'exit-code': 4 }").getMessage());
        assertEquals("no ipset here", raised(UnsupportedHostException.class,
            "{ 'error': 'no ipset here', 'hint': null, 'status': 503, 'exit-code': 3 }").getMessage());
    }

    @Test
    void problemsOfAScenarioStandWhereTheyStood() {
        AgentException refused = raised(AgentException.class, """
            { 'error': 'the scenario is wrong', 'status': 422, 'exit-code': 2,
              'problems': [{ 'file': 'a.yaml', 'line': 3, 'column': 5, 'path': 'faults.cut', 'what': 'no effect', 'remedy': 'add drop' }] }""");

        assertEquals("a.yaml:3:5: faults.cut: no effect: add drop", refused.problems().get(0).toString());
    }

    @Test
    void anythingElseKeepsTheAgentsExitCode() {
        AgentException refused = raised(AgentException.class,
            "{ 'error': 'run 7 is not yours', 'hint': 'ask alice', 'status': 403, 'exit-code': 70 }");

        assertEquals("run 7 is not yours: ask alice", refused.getMessage());
        assertEquals(403, refused.status());
        assertEquals(70, refused.exitCode());
    }

    private static <T extends Exception> T raised(Class<T> kind, String error) {
        return assertThrows(kind, () -> Refusal.raise(ErrorBody.of(Reply.json(error.replace('\'', '"')))));
    }
}
