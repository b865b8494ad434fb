package io.nofin.experiment;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nofin.junit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real PostgreSQL on a lab host. Closing it ends it. */
final class Postgres implements AutoCloseable {

    static final int PORT = 5432;

    private static final String USER = "postgres";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Server server;

    private Postgres(Server server) {
        this.server = server;
    }

    /** Starts a server with an empty table {@code orders}. */
    static Postgres start(TestHost host) throws Exception {
        Postgres postgres = new Postgres(Server.start(host, PORT, Published.command("postgres-silent-primary", "primary")));
        try {
            postgres.create();
            return postgres;
        } catch (Throwable e) {
            postgres.close();
            throw e;
        }
    }

    InetAddress address() {
        return server.host().address();
    }

    /**
     * A pool of an application's.
     *
     * @param socketTimeout how long an answer may take, in whole seconds; zero for ever
     * @param patience      how long the application waits for a connection
     */
    HikariDataSource pool(TestHost application, int size, Duration socketTimeout, Duration patience) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(address()));
        config.setUsername(USER);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(patience.toMillis());
        config.setThreadFactory(Background.threads(application));
        config.addDataSourceProperty("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        return application.call(() -> new HikariDataSource(config));
    }

    /** Returns all orders, asked on the server's own host, where no fault reaches. */
    List<String> orders() throws Exception {
        return server.host().call(() -> {
            try (Connection connection = local(); Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT name FROM orders ORDER BY number")) {
                List<String> orders = new ArrayList<>();
                while (rows.next()) {
                    orders.add(rows.getString(1));
                }
                return orders;
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void create() throws Exception {
        server.host().call(() -> {
            try (Connection connection = local(); Statement statement = connection.createStatement()) {
                return statement.execute("CREATE TABLE orders (number serial, name text)");
            }
        });
    }

    /** Connects on the server's own host, and tries again while the server starts up: it listens a moment before it lets anybody in. */
    private static Connection local() throws SQLException, InterruptedException {
        String startingUp = "57P03";        // cannot_connect_now; see errcodes-appendix in PostgreSQL's manual
        while (true) {
            try {
                return DriverManager.getConnection(url(InetAddress.getLoopbackAddress()), USER, "");
            } catch (SQLException e) {
                if (!startingUp.equals(e.getSQLState())) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static String url(InetAddress address) {
        return "jdbc:postgresql://" + address.getHostAddress() + ":" + PORT + "/postgres";
    }
}
