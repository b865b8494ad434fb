package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.nofin.netlink.WireWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Bad inputs by the thousand, the same ones every time: each is read or refused as its reader declares, soon, and with no more memory
 * than its length explains. {@code -Dnofin.fuzz.rounds=100} makes it a hundred times as many.
 */
public final class Fuzz {

    private static final int ROUNDS = Integer.getInteger("nofin.fuzz.rounds", 1);
    private static final long SEED = 20_261_121;
    private static final Duration PATIENCE = Duration.ofSeconds(60L * ROUNDS);
    private static final long MOST_BYTES = 1 << 20;
    private static final long MOST_BYTES_PER_BYTE = 2_000;
    private static final int WARM_UP = 100;             // classes and their constants are loaded on the reader's account
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int cases;
    private final Class<? extends Exception> declared;
    private final long mostBytes;

    /** Reads an input. It may throw what its reader declares; any other exception is a finding. */
    public interface Reader<T> {
        void read(T input) throws Exception;
    }

    private Fuzz(int cases, Class<? extends Exception> declared, long mostBytes) {
        this.cases = cases;
        this.declared = declared;
        this.mostBytes = mostBytes;
    }

    /** @param declared what a reader may throw */
    public static Fuzz of(int cases, Class<? extends Exception> declared) {
        return new Fuzz(cases * ROUNDS, declared, MOST_BYTES);
    }

    /** Allows more memory where few words may stand for much: so many bytes, which are made and mostly let go again. */
    public Fuzz allowing(long bytes) {
        return new Fuzz(cases, declared, bytes);
    }

    /** Tries messages that begin with some bytes and go on with attributes in attributes, more or less well-formed. */
    public void messages(int header, Reader<byte[]> reader) {
        each(random -> message(header, random), input -> HexFormat.of().formatHex(input), bytes -> bytes.length, reader);
    }

    /** Tries good inputs with a few small changes. */
    public void bytes(List<byte[]> good, Reader<byte[]> reader) {
        each(random -> mutated(good.get(random.nextInt(good.size())), random), input -> HexFormat.of().formatHex(input),
            bytes -> bytes.length, reader);
    }

    /**
     * The same for texts.
     *
     * @param pieces that mean something in them
     */
    public void texts(List<String> good, List<String> pieces, Reader<String> reader) {
        each(random -> mutated(good.get(random.nextInt(good.size())), pieces, random), input -> input, String::length, reader);
    }

    private <T> void each(Function<Random, T> generator, Function<T, String> shown, Function<T, Integer> size, Reader<T> reader) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            for (int number = 0; number < cases; number++) {
                T input = generator.apply(new Random(SEED + number));
                int which = number;
                read(input, number < WARM_UP, size.apply(input), () -> "case " + which + ": " + shown.apply(input), reader);
            }
        });
    }

    private <T> void read(T input, boolean warmUp, int size, Supplier<String> shown, Reader<T> reader) {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        try {
            reader.read(input);
        } catch (Exception e) {
            if (!declared.isInstance(e)) {
                throw new AssertionError(shown.get(), e);
            }
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(shown.get(), e);
        }
        long used = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertTrue(warmUp || used < mostBytes + MOST_BYTES_PER_BYTE * size, () -> used + " bytes for " + shown.get());
    }

    private static byte[] message(int header, Random random) {
        WireWriter out = new WireWriter();
        for (int i = 0; i < header; i++) {
            out.u8(random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(12));
        }
        attributes(out, 3, random);
        byte[] message = out.toByteArray();
        return random.nextBoolean() ? message : mutated(message, random);
    }

    private static void attributes(WireWriter out, int depth, Random random) {
        for (int count = random.nextInt(6); count > 0; count--) {
            out.attribute(random.nextInt(32), payload -> {
                if (depth > 0 && random.nextInt(3) > 0) {
                    attributes(payload, depth - 1, random);
                } else {
                    payload.bytes(word(random));
                }
            });
        }
    }

    private static byte[] word(Random random) {
        if (random.nextInt(3) == 0) {
            return List.of("htb\0", "netem\0", "fq_codel\0", "u32\0", "hash:net\0", "sfq", "eth0\0").get(random.nextInt(7))
                .getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[List.of(0, 1, 2, 4, 8, 16, 24, 200).get(random.nextInt(8))];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] mutated = random.nextInt(4) > 0 ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length + 9));
        for (int edits = random.nextInt(5); edits > 0 && mutated.length > 0; edits--) {
            mutated[random.nextInt(mutated.length)] = (byte) List.of(0, 1, 0x7F, 0x80, 0xFF, random.nextInt(256)).get(random.nextInt(6)).intValue();
        }
        return mutated;
    }

    private static String mutated(String good, List<String> pieces, Random random) {
        StringBuilder mutated = new StringBuilder(good);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(mutated.length() + 1);
            int end = Math.min(mutated.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, pieces.get(random.nextInt(pieces.size())));
                case 2 -> mutated.insert(at, mutated.substring(at, end));
                default -> {
                    byte[] bytes = new byte[end - at];
                    random.nextBytes(bytes);
                    mutated.replace(at, end, new String(bytes, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return mutated.toString();
    }
}
