package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.ConnectionFactory;
import io.nofin.experiment.BufferingPublisher.Failure;
import io.nofin.junit.Injection;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher that buffers loses its broker in three ways. It tells them apart, and all that it published arrives, in its order. */
@KernelTest
@NofinTest
@Timeout(300)
class RabbitSilentBrokerTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(60);

    private static TestHost app;
    @AutoClose
    private static RabbitBroker broker;

    @BeforeAll
    static void startBroker(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("app", "broker");
        app = lab.host("app");
        broker = RabbitBroker.start(lab.host("broker"));
    }

    @Test
    void aSilentBrokerIsNoticedByMissedHeartbeatsAndNothingIsLost(Nofin nofin) throws Exception {
        try (BufferingPublisher publisher = publisher("silent");
                Injection cut = nofin.on(app).peers(broker.address()).drop().arm()) {
            confirmed(publisher, 1, 20);
            cut.fire();
            publish(publisher, 21, 40);
            assertEquals(List.of(), publisher.failures(), "it writes, and nobody tells it that nothing arrives");
            cut.awaitDetected(SOON, () -> publisher.failures().equals(List.of(Failure.SILENCE)));
            publish(publisher, 41, 60);
            assertFalse(publisher.hasConfirmedAll());

            cut.heal();
            cut.awaitRecovered(SOON, publisher::hasConfirmedAll);
            confirmed(publisher, 61, 80);
            assertEquals(messages(80), firstOfEach(broker.drain("silent")));
            cut.report().silent().nothingCrossed();
        }
    }

    @Test
    void aResetIsNoticedAsOneAndNothingIsLost(Nofin nofin) throws Exception {
        try (BufferingPublisher publisher = publisher("reset");
                Injection loud = nofin.on(app).peers(broker.address()).reject().arm()) {
            confirmed(publisher, 1, 20);
            loud.fire();
            publish(publisher, 21, 40);
            loud.awaitDetected(SOON, () -> publisher.failures().equals(List.of(Failure.RESET)));
            publish(publisher, 41, 60);
            assertFalse(publisher.hasConfirmedAll());

            loud.heal();
            loud.awaitRecovered(SOON, publisher::hasConfirmedAll);
            assertEquals(messages(60), firstOfEach(broker.drain("reset")));
        }
    }

    @Test
    void aBrokerThatClosesCleanlySaysSoAndNothingIsLost() throws Exception {
        try (BufferingPublisher publisher = publisher("clean")) {
            confirmed(publisher, 1, 20);
            broker.closeConnections();
            publish(publisher, 21, 40);
            Wait.until("the publisher knows", () -> publisher.failures().equals(List.of(Failure.CLOSED)));
            Wait.until("all is confirmed", publisher::hasConfirmedAll);
            assertEquals(messages(40), firstOfEach(broker.drain("clean")));
        }
    }

    private static BufferingPublisher publisher(String queue) {
        ConnectionFactory factory = broker.connections(HEARTBEAT, CONNECT_TIMEOUT);
        return BufferingPublisher.start(app, factory, queue);
    }

    private static void publish(BufferingPublisher publisher, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> publisher.publish(Integer.toString(number)));
    }

    private static void confirmed(BufferingPublisher publisher, int from, int to) throws Exception {
        publish(publisher, from, to);
        Wait.until("the broker has confirmed them", publisher::hasConfirmedAll);
    }

    private static List<String> messages(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    /** Returns the messages without repetitions, as a consumer sees them that knows what it has seen. */
    private static List<String> firstOfEach(List<String> messages) {
        return messages.stream().distinct().toList();
    }
}
