package io.nofin.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks one name server for both kinds of addresses at once.
 *
 * @param port the port to ask from; empty for any, in the network namespace of the calling thread
 */
record DnsExchange(InetSocketAddress server, List<DnsQuestion> questions, Optional<QuestionPort> port) {

    private static final int LONGEST_MESSAGE = 65_535;

    /**
     * Waits for the answers.
     *
     * @param deadline the time to end at, on the clock of {@link System#nanoTime}
     * @return the addresses; of a server that answers one of the questions only, those
     * @throws IOException when the server answers none of them in time, or says that it cannot
     */
    List<InetAddress> ask(long deadline) throws IOException {
        if (port.isPresent()) {
            return port.get().ask(socket -> ask(socket, deadline));
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);                         // so that a refusal is heard of at once
            return ask(socket, deadline);
        }
    }

    private List<InetAddress> ask(DatagramSocket socket, long deadline) throws IOException {
        Map<DnsQuestion, DnsQuestion.Answer> answers = new LinkedHashMap<>();
        try {
            for (DnsQuestion question : questions) {
                byte[] bytes = question.bytes();
                socket.send(new DatagramPacket(bytes, bytes.length, server));
            }
            while (answers.size() < questions.size()) {
                match(receive(socket, deadline), answers);
            }
        } catch (SocketTimeoutException late) {
            if (answers.isEmpty()) {
                throw new IOException("it did not answer in time", late);
            }
        } catch (PortUnreachableException refused) {
            throw new IOException("nothing listens there", refused);
        }
        return addresses(answers, deadline);
    }

    private List<InetAddress> addresses(Map<DnsQuestion, DnsQuestion.Answer> answers, long deadline) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        boolean isFailure = answers.size() < questions.size();
        for (Map.Entry<DnsQuestion, DnsQuestion.Answer> answer : answers.entrySet()) {
            DnsQuestion.Answer whole = answer.getValue().isCutOff() ? overTcp(answer.getKey(), deadline) : answer.getValue();
            addresses.addAll(whole.addresses());
            isFailure |= whole.isFailure();
        }
        if (addresses.isEmpty() && isFailure) {
            throw new IOException("it answered that it cannot find out");
        }
        return addresses;
    }

    private void match(ByteBuffer message, Map<DnsQuestion, DnsQuestion.Answer> answers) {
        questions.forEach(question -> question.answer(message.duplicate()).ifPresent(answer -> answers.put(question, answer)));
    }

    /** Returns the next message of the server; what others send is no answer. */
    private ByteBuffer receive(DatagramSocket socket, long deadline) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST_MESSAGE], LONGEST_MESSAGE);
        do {
            socket.setSoTimeout(left(deadline));
            packet.setLength(LONGEST_MESSAGE);
            socket.receive(packet);
        } while (!packet.getSocketAddress().equals(server));
        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    }

    private DnsQuestion.Answer overTcp(DnsQuestion question, long deadline) throws IOException {
        try (Socket socket = port.isPresent() ? port.get().open() : new Socket()) {
            socket.connect(server, left(deadline));
            byte[] bytes = question.bytes();
            socket.getOutputStream().write(ByteBuffer.allocate(Short.BYTES + bytes.length).putShort((short) bytes.length).put(bytes).array());
            byte[] length = read(socket, Short.BYTES, deadline);
            byte[] message = read(socket, Short.toUnsignedInt(ByteBuffer.wrap(length).getShort()), deadline);
            return question.answer(ByteBuffer.wrap(message)).filter(answer -> !answer.isCutOff())
                .orElseThrow(() -> new IOException("its answer over TCP is none to the question"));
        }
    }

    /** Reads so many bytes until the deadline, however slowly they come. */
    private static byte[] read(Socket socket, int length, long deadline) throws IOException {
        byte[] bytes = new byte[length];
        int count = 0;
        while (count < length) {
            socket.setSoTimeout(left(deadline));
            int more = socket.getInputStream().read(bytes, count, length - count);
            if (more < 0) {
                throw new EOFException("its answer over TCP ended too early");
            }
            count += more;
        }
        return bytes;
    }

    /** Returns the milliseconds that are left. */
    private static int left(long deadline) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("the time is up");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
