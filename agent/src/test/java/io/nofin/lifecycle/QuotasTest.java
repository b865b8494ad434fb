package io.nofin.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.lifecycle.Quotas.Answer;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private final Quotas quotas = new Quotas(3, 2, 1);

    @Test
    void givesEachAShare() {
        take("one", "one");

        assertEquals(Answer.OWN_SHARE_IS_USED, quotas.take("one", false));
        assertEquals(Answer.TAKEN, quotas.take("other", false));
    }

    @Test
    void keepsSomeForRoot() {
        take("one", "one", "other");

        assertEquals(Answer.ALL_IS_USED, quotas.take("third", false));
        assertEquals(Answer.TAKEN, quotas.take("root", true));
        assertEquals(Answer.ALL_IS_USED, quotas.take("root", true));
    }

    @Test
    void takesBackWhatWasGiven() {
        take("one", "one");

        quotas.giveBack("one");

        assertEquals(Answer.TAKEN, quotas.take("one", false));
        assertEquals(2, quotas.taken());
    }

    private void take(String... who) {
        for (String one : who) {
            assertEquals(Answer.TAKEN, quotas.take(one, false));
        }
    }
}
