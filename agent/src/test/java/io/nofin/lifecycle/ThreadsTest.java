package io.nofin.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void makesDaemonsOfThatName() {
        Thread thread = Threads.daemons("nofin-test").newThread(() -> { });

        assertTrue(thread.isDaemon());
        assertEquals("nofin-test", thread.getName());
        assertEquals(Thread.State.NEW, thread.getState());
    }

    @Test
    void waitsForAThreadAlthoughItIsInterruptedAndStaysSo() throws InterruptedException {
        CountDownLatch let = new CountDownLatch(1);
        Thread work = Threads.daemon("nofin-test-work", () -> {
            try {
                let.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        work.start();
        boolean[] interrupted = new boolean[1];
        Thread waiting = Threads.daemon("nofin-test-waiting", () -> {
            Thread.currentThread().interrupt();
            Threads.join(work);
            interrupted[0] = Thread.currentThread().isInterrupted() && !work.isAlive();
        });
        waiting.start();
        waiting.interrupt();
        let.countDown();
        waiting.join();

        assertTrue(interrupted[0]);
    }

    @Test
    void anExecutorThatWasEndedDoesNothingThatWaits() {
        ScheduledExecutorService executor = Threads.one("nofin-test");
        boolean[] done = new boolean[2];
        executor.schedule(() -> done[0] = true, 1, TimeUnit.HOURS);

        Threads.end(executor);
        executor.execute(() -> done[1] = true);

        assertTrue(executor.isTerminated());
        assertFalse(done[0] || done[1]);
    }
}
