package io.nofin.testing;

import io.nofin.linux.NetworkNamespace;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A DNS server (RFC 1035) of one namespace, at 127.0.0.1, which C libraries ask where no other is named, or elsewhere: every name has the IPv4 addresses
 * that are asked for at each answer, for no time at all (TTL 0), and no others. Over TCP, it answers what is too long for UDP.
 */
public final class NameServer implements AutoCloseable {

    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int TO_THE_FIRST_NAME = 0xC00C;
    private static final int ANSWER = 0x8180;           // recursion desired and available
    private static final int CUT_OFF = 0x0200;
    private static final int RECORD = 16;
    private static final int MOST = 512;

    private final DatagramSocket socket;
    private final ServerSocket listener;
    private final Supplier<List<String>> addresses;
    private final Set<Integer> asking = ConcurrentHashMap.newKeySet();

    private NameServer(DatagramSocket socket, ServerSocket listener, Supplier<List<String>> addresses) {
        this.socket = socket;
        this.listener = listener;
        this.addresses = addresses;
    }

    public static NameServer start(NetworkNamespace host, Supplier<List<String>> addresses) throws IOException {
        return start(host, "127.0.0.1", addresses);
    }

    public static NameServer start(NetworkNamespace host, String at, Supplier<List<String>> addresses) throws IOException {
        NameServer server = new NameServer(host.call(() -> new DatagramSocket(new InetSocketAddress(at, PORT))),
            host.call(() -> new ServerSocket(PORT, 1, InetAddress.getByName(at))), addresses);
        for (Runnable way : List.<Runnable>of(server::serve, server::serveOverTcp)) {
            Thread thread = new Thread(way, "name-server");
            thread.setDaemon(true);
            thread.start();
        }
        return server;
    }

    /** Returns the ports that questions came from. */
    public Set<Integer> asking() {
        return asking;
    }

    @Override
    public void close() throws IOException {
        try (listener) {
            socket.close();
        }
    }

    private void serveOverTcp() {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    asking.add(client.getPort());
                    DataInputStream in = new DataInputStream(client.getInputStream());
                    ByteBuffer answer = answer(ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort())), Short.MAX_VALUE);
                    client.getOutputStream().write(ByteBuffer.allocate(Short.BYTES).putShort((short) answer.position()).array());
                    client.getOutputStream().write(answer.array(), 0, answer.position());
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket question = new DatagramPacket(new byte[MOST], MOST);
                socket.receive(question);
                asking.add(question.getPort());
                ByteBuffer answer = answer(ByteBuffer.wrap(question.getData(), 0, question.getLength()), MOST);
                socket.send(new DatagramPacket(answer.array(), answer.position(), question.getSocketAddress()));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private ByteBuffer answer(ByteBuffer question, int most) throws IOException {
        int id = question.getShort();
        question.position(HEADER);
        for (int length = question.get(); length > 0; length = question.get()) {
            question.position(question.position() + length);
        }
        int type = question.getShort();
        int end = question.position() + Short.BYTES;
        List<String> all = type == TYPE_A ? addresses.get() : List.of();
        boolean isCutOff = end + all.size() * RECORD > most;
        List<String> given = isCutOff ? List.of() : all;
        ByteBuffer answer = ByteBuffer.allocate(most).putShort((short) id).putShort((short) (isCutOff ? ANSWER | CUT_OFF : ANSWER)).putShort((short) 1)
            .putShort((short) given.size()).putInt(0).put(question.array(), HEADER, end - HEADER);
        for (String address : given) {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            answer.putShort((short) TO_THE_FIRST_NAME).putShort((short) TYPE_A).putShort((short) CLASS_IN).putInt(0)
                .putShort((short) bytes.length).put(bytes);
        }
        return answer;
    }
}
