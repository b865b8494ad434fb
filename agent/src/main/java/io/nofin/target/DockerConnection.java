package io.nofin.target;

import io.nofin.linux.HostNetwork;
import io.nofin.tls.Pem;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A connection to a Docker daemon for one question: over its Unix socket or TCP, plain or with TLS. Closing it, from any thread, ends
 * whatever waits for it.
 */
final class DockerConnection implements Closeable {

    private final DockerAddress address;
    private Closeable socket = () -> { };
    private InputStream in;
    private boolean closed;

    DockerConnection(DockerAddress address) {
        this.address = address;
    }

    /** Connects, asks, and returns the answer. */
    InputStream get(String path) throws IOException {
        URI uri = address.uri();
        OutputStream out;
        if (address.isUnixSocket()) {
            SocketChannel channel = own(SocketChannel.open(StandardProtocolFamily.UNIX));
            channel.connect(UnixDomainSocketAddress.of(uri.getPath()));
            in = new BufferedInputStream(Channels.newInputStream(channel));
            out = Channels.newOutputStream(channel);
        } else {
            Socket connected = own(new Socket());
            HostNetwork.call(() -> {
                connected.connect(resolved(uri), (int) DockerClient.PATIENCE.toMillis());
                return connected;
            });
            Socket spoken = address.certificates().isPresent() ? secured(connected, address.certificates().get()) : connected;
            in = new BufferedInputStream(spoken.getInputStream());
            out = spoken.getOutputStream();
        }
        out.write(("GET " + path + " HTTP/1.0\r\nHost: docker\r\nAccept: application/json\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return in;
    }

    /** Returns the answer; call it after {@link #get}. */
    InputStream in() {
        return in;
    }

    /** Closes the connection. Under TLS, too, the socket below is closed: closing TLS itself would wait for the other end. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        socket.close();
    }

    private synchronized <T extends Closeable> T own(T opened) throws IOException {
        socket = opened;
        if (closed) {
            opened.close();
        }
        return opened;
    }

    private static InetSocketAddress resolved(URI uri) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        if (address.isUnresolved()) {
            throw new UnknownHostException(uri.getHost());
        }
        return address;
    }

    /**
     * Adds TLS, with {@code ca.pem}, the authorities to trust, and for daemons that ask for a client's certificate {@code cert.pem}
     * and {@code key.pem}.
     */
    private SSLSocket secured(Socket connected, Path folder) throws IOException {
        SSLContext context;
        try {
            Optional<X509ExtendedKeyManager> own = Files.exists(folder.resolve("cert.pem"))
                ? Optional.of(Pem.own(folder.resolve("cert.pem"), folder.resolve("key.pem"))) : Optional.empty();
            context = Pem.context(own, Optional.of(Pem.trusted(folder.resolve("ca.pem"))));
        } catch (IOException e) {
            throw new IOException("the certificates in " + folder + " cannot be used: " + e.getMessage()
                + ": DOCKER_CERT_PATH names a folder with ca.pem, cert.pem and key.pem");
        }
        String host = address.uri().getHost();
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(connected, host, address.uri().getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
