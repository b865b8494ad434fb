package io.nofin.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckTest {

    @Test
    void endsWhenATrialDoesNot() {
        Check check = Check.needed("kernel", "answers", "wait", () -> {
            awaitForever();
            return Outcome.ok("");
        });

        assertEquals(new Finding("kernel", "answers", State.MISSING, "no answer within 50ms", "wait"),
            check.examine(Duration.ofMillis(50)));
    }

    @Test
    void tellsWhatARefusalSaid() {
        Check check = Check.useful("tools", "tool", "buy one", () -> {
            throw new IOException("tool: not found");
        });

        assertEquals(new Finding("tools", "tool", State.LIMITED, "tool: not found", "buy one"), check.examine(Check.PATIENCE));
    }

    @Test
    void survivesALibraryThatCannotBeLoaded() {
        Check check = Check.needed("tools", "library", "install it", () -> {
            throw new UnsatisfiedLinkError("no such file");
        });

        assertEquals(new Finding("tools", "library", State.MISSING, "java.lang.UnsatisfiedLinkError: no such file", "install it"),
            check.examine(Check.PATIENCE));
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
