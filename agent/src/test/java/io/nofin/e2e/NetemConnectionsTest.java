package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.testing.NetemTest;
import io.nofin.testing.Nofin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same where the kernel's netem shapes the chosen connections. */
@NetemTest
class NetemConnectionsTest extends ChoosingWorld {

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void netemHoldsTheChosenAlone(String transport) throws Exception {
        Nofin nofin = fire(7, "app", "20%", "new", "delay: 100s, direction: out");
        try (nofin; Flows flows = Flows.open(app, transport, PEER, 7, MANY)) {
            flows.answered(MANY - HIT);
            flows.answerAgain(MANY - HIT);

            JsonNode matched = assertChosen(nofin, HIT, MANY - HIT);
            assertEquals("netem", matched.get("shaped").get("engine").asText(), matched.toString());
        }
        assertNothingIsLeft();
    }
}
