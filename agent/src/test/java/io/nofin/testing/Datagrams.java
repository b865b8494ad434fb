package io.nofin.testing;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A datagram socket in the file system, or an abstract one, on which a test plays the service manager. */
public final class Datagrams implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int LONGEST = 1_000;

    private final FileDescriptor socket;

    private Datagrams(FileDescriptor socket) {
        this.socket = socket;
    }

    /** @param path or a zero character and an abstract name */
    public static Datagrams at(String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] address = ByteBuffer.allocate(Short.BYTES + name.length).order(ByteOrder.nativeOrder()).putShort((short) AF_UNIX).put(name).array();
        FileDescriptor socket = FileDescriptor.of(Syscall.check("socket", () -> LibC.INSTANCE.socket(AF_UNIX, SOCK_DGRAM, 0)));
        Syscall.check("bind", () -> LibC.INSTANCE.bind(socket.number(), address, address.length));
        return new Datagrams(socket);
    }

    /** The next one, as text; waits for it. */
    public String next() throws IOException {
        byte[] message = new byte[LONGEST];
        int length = Syscall.check("recv", () -> LibC.INSTANCE.recv(socket.number(), message, message.length, 0));
        return new String(message, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
