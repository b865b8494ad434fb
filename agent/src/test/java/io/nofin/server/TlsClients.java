package io.nofin.server;

import io.nofin.testing.World;
import io.nofin.tls.Pem;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Connects to an agent over TLS as whoever has a certificate. Certificates and keys lie in the world's folder, as {@link #FUNCTIONS} make them.
 *
 * @param port      of the agent, on the world's loopback
 * @param authority the name of the authority whose certificate the agent shows
 */
record TlsClients(World world, int port, String authority) {

    /** Functions of the shell: {@code authority NAME}, and {@code signed AUTHORITY NAME [COMMON-NAME]}. */
    static final String FUNCTIONS = """
        authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout $1.key -out $1.pem; }
        signed() {
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/O=Example/CN=${3-$2}" -keyout $2.key -out $2.csr
            openssl x509 -req -in $2.csr -CA $1.pem -CAkey $1.key -CAcreateserial -days 2 -out $2.pem
        }
        """;

    /** Returns a client with the certificate of that name, or without any. */
    Http as(Optional<String> name) throws IOException {
        SSLContext context = Pem.context(name.isEmpty() ? Optional.empty()
            : Optional.of(Pem.own(file(name.get() + ".pem"), file(name.get() + ".key"))), Optional.of(Pem.trusted(file(authority + ".pem"))));
        return new Http(() -> {
            SocketChannel channel = AgentProcess.connected(world, port);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(channel.socket(), "127.0.0.1", port, true);
            socket.startHandshake();
            return new Http.Line(socket.getInputStream(), socket.getOutputStream(), socket);
        });
    }

    private Path file(String name) {
        return world.directory().resolve(name);
    }
}
