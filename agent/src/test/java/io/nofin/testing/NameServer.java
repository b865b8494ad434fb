package io.nofin.testing;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * A DNS server (RFC 1035) at 127.0.0.1 of one namespace, which C libraries ask where no other is named: every name has the IPv4 addresses
 * that are asked for at each answer, for no time at all (TTL 0), and no others.
 */
public final class NameServer implements AutoCloseable {

    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int TO_THE_FIRST_NAME = 0xC00C;
    private static final int ANSWER = 0x8180;           // recursion desired and available
    private static final int MOST = 512;

    private final DatagramSocket socket;
    private final Supplier<List<String>> addresses;

    private NameServer(DatagramSocket socket, Supplier<List<String>> addresses) {
        this.socket = socket;
        this.addresses = addresses;
    }

    public static NameServer start(NetworkNamespace host, Supplier<List<String>> addresses) throws IOException {
        NameServer server = new NameServer(host.call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.1", PORT))), addresses);
        Thread thread = new Thread(server::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket question = new DatagramPacket(new byte[MOST], MOST);
                socket.receive(question);
                ByteBuffer answer = answer(ByteBuffer.wrap(question.getData(), 0, question.getLength()));
                socket.send(new DatagramPacket(answer.array(), answer.position(), question.getSocketAddress()));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private ByteBuffer answer(ByteBuffer question) throws IOException {
        int id = question.getShort();
        question.position(HEADER);
        for (int length = question.get(); length > 0; length = question.get()) {
            question.position(question.position() + length);
        }
        int type = question.getShort();
        int end = question.position() + Short.BYTES;
        List<String> given = type == TYPE_A ? addresses.get() : List.of();
        ByteBuffer answer = ByteBuffer.allocate(MOST).putShort((short) id).putShort((short) ANSWER).putShort((short) 1)
            .putShort((short) given.size()).putInt(0).put(question.array(), HEADER, end - HEADER);
        for (String address : given) {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            answer.putShort((short) TO_THE_FIRST_NAME).putShort((short) TYPE_A).putShort((short) CLASS_IN).putInt(0)
                .putShort((short) bytes.length).put(bytes);
        }
        return answer;
    }
}
