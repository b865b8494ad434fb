package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.nofin.junit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real RabbitMQ on a lab host. Closing it ends it. */
final class RabbitBroker implements AutoCloseable {

    static final int PORT = 5672;

    private final Server server;

    private RabbitBroker(Server server) {
        this.server = server;
    }

    static RabbitBroker start(TestHost host) throws Exception {
        return new RabbitBroker(Server.start(host, PORT, Published.command("rabbitmq-silent-broker", "broker")));
    }

    InetAddress address() {
        return server.host().address();
    }

    /** Returns a factory of connections that fail rather than recover by themselves. */
    ConnectionFactory connections(Duration heartbeat, Duration connectTimeout) {
        ConnectionFactory factory = factory(address().getHostAddress());
        factory.setRequestedHeartbeat((int) heartbeat.toSeconds());
        factory.setConnectionTimeout((int) connectTimeout.toMillis());
        factory.setHandshakeTimeout((int) connectTimeout.toMillis());
        return factory;
    }

    /** Takes all messages of a queue, asked on the broker's own host, where no fault reaches. */
    List<String> drain(String queue) throws Exception {
        return server.host().call(() -> {
            try (Connection connection = factory("127.0.0.1").newConnection(); Channel channel = connection.createChannel()) {
                List<String> messages = new ArrayList<>();
                for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                    messages.add(new String(next.getBody(), StandardCharsets.UTF_8));
                }
                return messages;
            }
        });
    }

    /** Closes all connections as a broker does that is being shut down: with a word to each client. */
    void closeConnections() throws Exception {
        String broker = Long.toString(server.child("beam.smp").pid());
        Process control = new ProcessBuilder("nsenter", "--target", broker, "--net", "--mount", "--pid", "setpriv", "--reuid=rabbitmq",
            "--regid=rabbitmq", "--clear-groups", "env", "HOME=/mnt", "LANG=C.UTF-8", "/usr/lib/rabbitmq/bin/rabbitmqctl",
            "--node", "rabbit@localhost", "close_all_connections", "maintenance").redirectErrorStream(true).start();
        String output = new String(control.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, control.waitFor(), output);
    }

    private static ConnectionFactory factory(String address) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address);
        factory.setPort(PORT);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
