package io.nofin.e2e;

import io.nofin.testing.World;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Echo requests of a namespace, and what came back to it, told by a program that is not nofin.
 *
 * @param sent     requests
 * @param answered of these, how many were, intact
 * @param more     answers besides the first of each
 */
record Pings(int sent, int answered, int more) {

    /** Raw sockets of both families get a packet that the kernel has checked: only ICMP's own checksum is left to the program. */
    private static final String PROGRAM = """
        import collections, os, select, socket, struct, sys, time
        def total(data):
            data += b"\\0" * (len(data) % 2)
            s = sum(struct.unpack("!%dH" % (len(data) // 2), data))
            while s >> 16: s = (s & 0xffff) + (s >> 16)
            return s
        v6 = ":" in sys.argv[1]
        s = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_RAW, 58 if v6 else 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        s.connect((sys.argv[1], 0))
        me, count, seen = os.getpid() & 0xffff, int(sys.argv[2]), collections.Counter()
        def take(patience):
            while select.select([s], [], [], patience)[0]:
                data = s.recv(2000)
                data = data if v6 else data[20:]
                if (v6 or total(data) == 0xffff) and data[0] == (129 if v6 else 0) and struct.unpack("!H", data[4:6])[0] == me:
                    seen[data[6:]] += 1
        for i in range(count):
            body = struct.pack("!HH", me, i) + bytes(48)
            check = 0 if v6 else 0xffff - total(bytes([8, 0, 0, 0]) + body)
            s.send(bytes([128 if v6 else 8, 0]) + struct.pack("!H", check) + body)
            take(0.002)
        take(1)
        print(count, len(seen), sum(seen.values()) - len(seen))
        """;

    static Pings of(World world, String namespace, String address, int count) throws IOException {
        String answer = world.sh("nsenter --net=/run/netns/" + namespace + " python3 - " + address + " " + count + " <<'END'\n" + PROGRAM + "END\n");
        List<Integer> numbers = Stream.of(answer.strip().split(" ")).map(Integer::valueOf).toList();
        return new Pings(numbers.get(0), numbers.get(1), numbers.get(2));
    }
}
