package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.server.Shares.Answer;
import org.junit.jupiter.api.Test;

class SharesTest {

    private final Shares shares = new Shares(3, 2, 1);

    @Test
    void givesEachAShare() {
        take("one", "one");

        assertEquals(Answer.OWN_SHARE_IS_USED, shares.take("one", false));
        assertEquals(Answer.TAKEN, shares.take("other", false));
    }

    @Test
    void keepsSomeForRoot() {
        take("one", "one", "other");

        assertEquals(Answer.ALL_IS_USED, shares.take("third", false));
        assertEquals(Answer.TAKEN, shares.take("root", true));
        assertEquals(Answer.ALL_IS_USED, shares.take("root", true));
    }

    @Test
    void takesBackWhatWasGiven() {
        take("one", "one");

        shares.giveBack("one");

        assertEquals(Answer.TAKEN, shares.take("one", false));
        assertEquals(2, shares.taken());
    }

    private void take(String... who) {
        for (String one : who) {
            assertEquals(Answer.TAKEN, shares.take(one, false));
        }
    }
}
