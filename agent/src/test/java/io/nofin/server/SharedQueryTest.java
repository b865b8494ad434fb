package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Wait;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedQueryTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final Semaphore ready = new Semaphore(0);
    private final SharedQuery<Integer> sharedQuery = new SharedQuery<>("things", () -> {
        int number = looks.incrementAndGet();
        ready.acquireUninterruptibly();
        return number;
    });

    @Test
    void looksOnceForAllWhoAskMeanwhile() throws Exception {
        List<CompletableFuture<Integer>> asking = IntStream.range(0, 10).mapToObj(any -> asking(false)).toList();
        Wait.until("somebody looks", () -> looks.get() == 1);

        ready.release();

        assertTrue(asking.stream().allMatch(one -> one.join() == 1));
        assertEquals(1, sharedQuery.recent(), "it is kept for a moment");
    }

    @Test
    void looksAgainForWhoeverMayHaveChangedSomething() throws Exception {
        CompletableFuture<Integer> first = asking(true);
        Wait.until("somebody looks", () -> looks.get() == 1);
        CompletableFuture<Integer> late = asking(true);

        ready.release();
        assertEquals(1, first.join());
        ready.release();

        assertEquals(2, late.join(), "the first one began before it asked");
    }

    @Test
    void refusesWhenTooManyWaitAndAnswersRoot() throws Exception {
        List<CompletableFuture<Integer>> asking = IntStream.range(0, 17).mapToObj(any -> asking(false)).toList();
        Wait.until("the last one is refused", () -> asking.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        CompletableFuture<Integer> root = CompletableFuture.supplyAsync(() -> unchecked(() -> sharedQuery.fresh(true)), work -> new Thread(work).start());

        ready.release(2);

        assertTrue(root.join() >= 1);
        assertEquals(1, asking.stream().filter(CompletableFuture::isCompletedExceptionally).count());
    }

    @Test
    void tellsWhyItCouldNotLook() {
        SharedQuery<Integer> broken = new SharedQuery<>("things", () -> {
            throw new IOException("no such thing");
        });

        assertEquals("no such thing", assertThrows(IOException.class, broken::recent).getMessage());
    }

    private CompletableFuture<Integer> asking(boolean isFresh) {
        return CompletableFuture.supplyAsync(() -> unchecked(() -> isFresh ? sharedQuery.fresh(false) : sharedQuery.recent()), work -> new Thread(work).start());
    }

    private interface Asking {
        int ask() throws IOException;
    }

    private static int unchecked(Asking asking) {
        try {
            return asking.ask();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
