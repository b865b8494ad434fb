package io.nofin.witness.pcapng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.nofin.testing.Hex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files are written as the figures of draft-ietf-opsawg-pcapng show them, sections 4.1 to 4.3. */
class PcapngWriterTest {

    private static final String FILE = """
        0a0d0d0a 00000038              # section header, 56 bytes
          1a2b3c4d 0001 0000           #   byte order, version 1.0
          ffffffffffffffff             #   section length is not told
          0001 0006 72756e206f6b 0000  #   comment "run ok"
          0004 0005 6e6f66696e 000000  #   application "nofin"
          0000 0000                    #   end of options
        00000038
        00000001 0000002c              # interface, 44 bytes
          0001 0000 00000100           #   Ethernet, 256 bytes captured
          0002 0005 6e65617230 000000  #   name "near0"
          0009 0001 09 000000          #   nanoseconds
          0000 0000
        0000002c
        00000006 00000030              # packet, 48 bytes
          00000000                     #   of the first interface
          17979cfe 362a0001            #   at 1700000000.000000001 s
          00000003 0000003c            #   3 of 60 bytes
          0102 0300
          0001 0003 637574 00          #   comment "cut"
          0000 0000
        00000030
        """;

    @Test
    void writesWhatTheFormatSays() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PcapngWriter out = new PcapngWriter(bytes, List.of("run ok"))) {
            out.addInterface("near0", 1, 256);
            out.addPacket(0, 1_700_000_000_000_000_001L, 60, new byte[] {1, 2, 3}, List.of("cut"));
        }

        assertArrayEquals(Hex.parse(FILE), bytes.toByteArray());
    }
}
