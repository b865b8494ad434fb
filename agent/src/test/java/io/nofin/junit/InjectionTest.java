package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KernelTest
@NofinTest
@Timeout(240)
class InjectionTest {

    private static final int SOON = 20_000;
    private static final int A_WHILE = 300;
    private static final int MANY = 20;
    private static final int CUT = 4;           // 20% of them

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

    @Test
    void cutsAShareOfTheConnections(Nofin nofin) throws Exception {
        List<EchoSession> sessions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            sessions.add(EchoSession.open(client, server));
        }
        try (Injection cut = nofin.on(client).peers(server).connections("20%").seed(7).drop().start()) {
            for (EchoSession session : sessions) {
                session.ask();
            }
            Wait.until("the others have answered", () -> answered(sessions) >= MANY - CUT);

            assertEquals(MANY - CUT, answered(sessions));
            assertTrue(cut.packets() >= CUT);
        }
        for (EchoSession session : sessions) {
            session.close();
        }
    }

    @Test
    void sparesPacketsOfOtherLengths(Nofin nofin) throws Exception {
        try (EchoSession session = EchoSession.open(client, server)) {
            try (Injection cut = nofin.on(client).peers(server).longerThan("1000").optional().drop().start()) {
                assertTrue(session.answersWithin(SOON));
                assertEquals(0, cut.packets());
            }
            try (Injection cut = nofin.on(client).peers(server).longerThan("55").shorterThan("1000").drop().start()) {
                assertFalse(session.answersWithin(A_WHILE));
                assertTrue(cut.packets() > 0);
            }
        }
    }

    @Test
    @InjectFault(on = "client", peers = "server", longerThan = "55", shorterThan = "60", connections = "100%", drop = true)
    void takesLengthsAndConnectionsFromAnnotations() throws Exception {
        try (EchoSession session = EchoSession.open(client, server)) {
            assertFalse(session.answersWithin(A_WHILE));
        }
    }

    private static long answered(List<EchoSession> sessions) throws IOException {
        long answered = 0;
        for (EchoSession session : sessions) {
            answered += session.hasAnswered() ? 1 : 0;
        }
        return answered;
    }
}
