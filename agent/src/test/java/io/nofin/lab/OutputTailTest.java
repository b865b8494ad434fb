package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    @Test
    void keepsTheLastTwentyLines() throws InterruptedException {
        assertEquals(lines(81, 100).stripTrailing(), tail(lines(1, 100)));
    }

    @Test
    void keepsALineThatIsNotFinished() throws InterruptedException {
        assertEquals("one\ntwo", tail("one\ntwo"));
    }

    @Test
    void cutsLongLines() throws InterruptedException {
        assertEquals("x".repeat(500) + "\nshort", tail("x".repeat(1_000_000) + "\nshort\n"));
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(n -> "line " + n + "\n").collect(Collectors.joining());
    }

    private static String tail(String output) throws InterruptedException {
        OutputTail tail = OutputTail.of("host", new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
        tail.awaitEnd(10_000);
        return tail.text();
    }
}
