package io.nofin.lifecycle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {

    private final Closer closer = new Closer();
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesTheNewestFirstAndEachOnce() throws IOException {
        closer.add(() -> closed.add("first"));
        closer.add(() -> closed.add("second"));

        closer.close();
        closer.close();

        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void closesTheOthersWhereOneFails() {
        IOException older = new IOException("older");
        IOException newer = new IOException("newer");
        closer.add(() -> closed.add("first"));
        closer.add(() -> {
            throw older;
        });
        closer.add(() -> {
            throw newer;
        });

        assertSame(newer, assertThrows(IOException.class, closer::close));
        assertArrayEquals(new Throwable[] {older}, newer.getSuppressed());
        assertEquals(List.of("first"), closed);
    }
}
