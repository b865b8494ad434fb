package io.nofin.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The service manager that started this process and waits for its state, as in sd_notify(3): systemd, or anything else that sets
 * {@code NOTIFY_SOCKET}. Without one, telling does nothing. May be used from any thread.
 */
public final class ServiceManager {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SUN_PATH = 108;
    private static final char ABSTRACT = '@';

    private final Optional<byte[]> address;
    private final Optional<Duration> watchdog;

    private ServiceManager(Optional<byte[]> address, Optional<Duration> watchdog) {
        this.address = address;
        this.watchdog = watchdog;
    }

    /**
     * Reads the service manager's address.
     *
     * @param environment the environment of this process: NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID
     */
    public static ServiceManager of(Map<String, String> environment) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        boolean usable = (socket.startsWith("/") || socket.startsWith("@")) && socket.getBytes(StandardCharsets.UTF_8).length < SUN_PATH;
        String own = Long.toString(ProcessHandle.current().pid());
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean watched = usable && micros.matches("[1-9][0-9]{0,14}") && environment.getOrDefault("WATCHDOG_PID", own).equals(own);
        return new ServiceManager(usable ? Optional.of(address(socket)) : Optional.empty(),
            watched ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1_000)) : Optional.empty());
    }

    /** Returns the time that the service manager waits for the next {@code WATCHDOG=1} before it takes this process to be stuck. */
    public Optional<Duration> watchdog() {
        return watchdog;
    }

    /**
     * Sends a state to the service manager.
     *
     * @param state a state such as {@code READY=1}
     */
    public void tell(String state) throws IOException {
        if (address.isEmpty()) {
            return;
        }
        byte[] to = address.get();
        byte[] message = state.getBytes(StandardCharsets.UTF_8);
        try (FileDescriptor socket = FileDescriptor.of(Syscall.check("socket AF_UNIX",
                () -> LibC.INSTANCE.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)))) {
            Syscall.check("connect to NOTIFY_SOCKET", () -> LibC.INSTANCE.connect(socket.number(), to, to.length));
            Syscall.check("send to NOTIFY_SOCKET", () -> LibC.INSTANCE.send(socket.number(), message, message.length, MSG_NOSIGNAL));
        }
    }

    /** Returns a {@code struct sockaddr_un}; an abstract name begins with a zero byte and has none at its end. */
    private static byte[] address(String socket) {
        boolean isAbstract = socket.charAt(0) == ABSTRACT;
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (isAbstract) {
            path[0] = 0;
        }
        return ByteBuffer.allocate(Short.BYTES + path.length + (isAbstract ? 0 : 1)).order(ByteOrder.nativeOrder())
            .putShort((short) AF_UNIX).put(path).array();
    }
}
