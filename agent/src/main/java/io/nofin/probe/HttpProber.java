package io.nofin.probe;

import io.nofin.scenario.ProbeKind;
import io.nofin.unit.Quoted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes an HTTP/1.0 request (RFC 1945) on a connection of its own, as load balancers do: the answer ends with the connection, and is
 * never sent in chunks. {@link java.net.http.HttpClient} cannot be told in which namespace to open its sockets, nor to connect to one
 * address and name another host.
 */
final class HttpProber implements Prober {

    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length:[ \t]*(\\d{1,18})[ \t]*\r\n", Pattern.CASE_INSENSITIVE);
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final ProbeKind.Http check;
    private final InetSocketAddress to;
    private final byte[] request;

    HttpProber(ProbeKind.Http check, InetSocketAddress to) {
        this.check = check;
        this.to = to;
        String length = check.method().matches("GET|HEAD") ? "" : "Content-Length: 0\r\n";
        this.request = (check.method() + " " + check.url().path() + " HTTP/1.0\r\nHost: " + check.url().authority()
            + "\r\nUser-Agent: nofin\r\nAccept: */*\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Duration attempt(Duration timeout) throws IOException {
        long start = System.nanoTime();
        try (SocketChannel channel = Connector.connect(to, timeout)) {
            try {
                channel.socket().getOutputStream().write(request);
                expect(new Answer(channel.socket(), start, timeout));
            } catch (IOException e) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);      // a FIN into a cut would keep the socket for minutes
                throw e;
            }
            return Duration.ofNanos(System.nanoTime() - start);
        } catch (SocketTimeoutException e) {
            throw new IOException("no whole answer within " + ProbeFailures.of(timeout), e);
        }
    }

    private void expect(Answer answer) throws IOException {
        int status = answer.status();
        if (!check.isFine(status)) {
            throw new IOException("answered with status " + status);
        }
        if (check.contains().isPresent() && !answer.bodyContains(check.contains().get())) {
            throw new IOException("answered with status " + status + ", but without " + Quoted.of(check.contains().get()));
        }
    }

    /** The response, read as far as is needed, up to a mebibyte. */
    private static final class Answer {

        private final Socket socket;
        private final long startNanos;
        private final Duration timeout;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final byte[] chunk = new byte[1 << 13];

        Answer(Socket socket, long startNanos, Duration timeout) {
            this.socket = socket;
            this.startNanos = startNanos;
            this.timeout = timeout;
        }

        int status() throws IOException {
            while (text().indexOf(END_OF_HEAD) < 0 && more()) {
                continue;
            }
            Matcher status = STATUS.matcher(text().lines().findFirst().orElse(""));
            if (!status.matches()) {
                throw new IOException(bytes.size() == 0 ? "closed without an answer" : "the answer is not HTTP: " + Quoted.of(text()));
            }
            return Integer.parseInt(status.group(1));
        }

        boolean bodyContains(String wanted) throws IOException {
            int head = text().indexOf(END_OF_HEAD) + END_OF_HEAD.length();
            Matcher length = LENGTH.matcher(text().substring(0, head));
            OptionalLong end = length.find() ? OptionalLong.of(head + Long.parseLong(length.group(1))) : OptionalLong.empty();
            byte[] needle = wanted.getBytes(StandardCharsets.UTF_8);
            String bytewise = new String(needle, StandardCharsets.ISO_8859_1);
            while (text().indexOf(bytewise, head) < 0) {
                if (end.isPresent() && bytes.size() >= end.getAsLong() || !more()) {
                    return false;
                }
            }
            return true;
        }

        /** Returns the bytes as text, one character for each byte. */
        private String text() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        private boolean more() throws IOException {
            socket.setSoTimeout(ProbeFailures.millisLeft(startNanos, timeout));
            InputStream in = socket.getInputStream();
            int count = bytes.size() < MOST_BYTES ? in.read(chunk) : -1;
            if (count > 0) {
                bytes.write(chunk, 0, count);
            }
            return count >= 0;
        }
    }
}
