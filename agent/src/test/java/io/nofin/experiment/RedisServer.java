package io.nofin.experiment;

import io.nofin.junit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A real redis-server on a lab host. Closing it ends it. */
final class RedisServer implements AutoCloseable {

    static final int PORT = 6379;

    private final Server server;

    private RedisServer(Server server) {
        this.server = server;
    }

    static RedisServer start(TestHost host) throws Exception {
        return new RedisServer(Server.start(host, PORT, Published.command("redis-cut-in-multi", "redis")));
    }

    InetAddress address() {
        return server.host().address();
    }

    /** Connects from an application's host, whoever asks for it. */
    JedisSocketFactory connectionsFrom(TestHost application, JedisClientConfig config) {
        DefaultJedisSocketFactory sockets = new DefaultJedisSocketFactory(new HostAndPort(address().getHostAddress(), PORT), config);
        return () -> {
            try {
                return application.call((java.util.concurrent.Callable<Socket>) sockets::createSocket);
            } catch (JedisConnectionException e) {
                throw e;
            } catch (Exception e) {
                throw new JedisConnectionException(e);
            }
        };
    }

    /** A value as the server has it, asked on its own host, where no fault reaches; {@code null} for none. */
    String get(String key) throws Exception {
        return server.host().call(() -> {
            try (Jedis jedis = new Jedis("127.0.0.1", PORT)) {
                return jedis.get(key);
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
