package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessTest {

    @Test
    void takesWhatIsBestByItself() {
        Access access = Access.of(Map.<String, String>of()::get, Map.of());

        assertEquals(Access.Mode.AUTO, access.mode());
        assertEquals("/run/nofin/agent.sock", access.socket().toString());
    }

    @Test
    void theParameterOfJUnitIsBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("NOFIN_ALONE", "1", "NOFIN_SOCKET", "/tmp/other.sock");

        assertEquals(Access.Mode.ALONE, Access.of(Map.<String, String>of()::get, environment).mode());
        assertEquals(Access.Mode.AGENT, Access.of(Map.of("nofin.mode", "agent")::get, environment).mode());
        assertEquals("/tmp/other.sock", Access.of(Map.<String, String>of()::get, environment).socket().toString());
    }

    @Test
    void whatNoWayIsCalledIsRefusedWithWhatThereIs() {
        String message = assertThrows(NofinException.class, () -> Access.of(Map.of("nofin.mode", "remote")::get, Map.of())).getMessage();

        assertEquals("nofin.mode is 'remote': write auto, alone or agent", message);
    }

    @Test
    void anAgentThatIsAskedForHasToBeThere() {
        Access access = Access.of(Map.of("nofin.mode", "agent")::get, Map.of("NOFIN_SOCKET", "/nonexistent/agent.sock"));

        String message = assertThrows(NofinException.class, access::open).getMessage();
        assertEquals("nofin cannot work here: no agent listens at /nonexistent/agent.sock: start 'nofin agent' as root, or run the tests with sudo,"
            + " or let them be skipped with nofin.when-missing=skip (nofin.mode is agent)", message);
    }
}
