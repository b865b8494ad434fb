package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KernelTest
@NofinTest
@Timeout(60)
class InjectionTest {

    private static final int SOON = 20_000;
    private static final int A_WHILE = 300;

    private static TestHost client;
    private static TestHost server;

    @BeforeAll
    static void wire(Nofin nofin) {
        TestLab lab = nofin.lab("client", "server");
        client = lab.host("client");
        server = lab.host("server").echo(EchoSession.PORT);
    }

    @Test
    void cutsAndHealsByHand(Nofin nofin) throws Exception {
        try (EchoSession session = EchoSession.open(client, server);
                Injection cut = nofin.on(client).peers(server).drop().start()) {
            assertFalse(session.answersWithin(A_WHILE));
            cut.heal();
            cut.awaitRecovered(Duration.ofSeconds(20), () -> session.answersWithin(SOON));

            cut.report().silent().nothingCrossed().connectionsSurvived().recoveredWithin(Duration.ofSeconds(20));
            assertTrue(cut.report().packets() > 0);
        }
    }
}
