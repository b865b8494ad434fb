package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.plan.MarkBits;
import io.nofin.queue.effect.Fate;
import io.nofin.queue.effect.Undelivered;
import io.nofin.scenario.Side;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that wait while their way goes away are counted by the reason why they did not go on. */
@KernelTest
class UndeliveredTest {

    private static final int PACKETS = 5;
    private static final Duration UNTIL_THE_WAY_IS_GONE = Duration.ofSeconds(3);

    private TwoHosts hosts;

    @BeforeEach
    void takeHosts(@Own TwoHosts ofThisTest) {
        hosts = ofThisTest;
    }

    @ParameterizedTest
    @CsvSource({"refused, false", "refused, true", "unroutable, false", "unroutable, true", "tooLarge, false"})
    void countsCopiesThatTheKernelDoesNotTakeByTheReason(String reason, boolean ipv6) throws Exception {
        QueueEngine engine = hosts.engine(7);
        Lane lane = engine.lane(Side.EGRESS, TwoHosts.MARKS.lane(0), Shapings.delay(UNTIL_THE_WAY_IS_GONE));
        hosts.install(Side.EGRESS, "-p udp");
        try (Datagrams datagrams = new Datagrams(hosts.near(), hosts.far(), ipv6 ? TwoHosts.FAR_6 : TwoHosts.FAR_4)) {
            datagrams.send(PACKETS, 1_400, 100);
            Wait.until("all wait", () -> lane.counts().of(Fate.PASSED) == PACKETS);
            Shell.in(hosts.near(), switch (reason) {
                case "refused" -> "nft 'table inet other { chain out { type filter hook output priority 5; meta mark & "
                    + MarkBits.hex(TwoHosts.MARKS.pastOut()) + " != 0 drop; }; }'";
                case "unroutable" -> "ip link set wire down";
                default -> "ip link set wire mtu 1300";
            });
            Wait.until("all are counted", () -> lane.counts().undelivered().lost() == PACKETS);
            assertEquals(0, datagrams.receive(100).size());
        }

        assertEquals(switch (reason) {
            case "refused" -> new Undelivered(PACKETS, 0, 0, 0, 0, 0, 0, 0);
            case "unroutable" -> new Undelivered(0, PACKETS, 0, 0, 0, 0, 0, 0);
            default -> new Undelivered(0, 0, PACKETS, 0, 0, 0, 0, 0);
        }, lane.counts().undelivered());
    }
}
