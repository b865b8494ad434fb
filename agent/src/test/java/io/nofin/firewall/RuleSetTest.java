package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static final RuleSet RULES = new RuleSet(
        List.of(
            new Rule(Table.MANGLE, "POSTROUTING", List.of("-j", "OUT")),
            new Rule(Table.RAW, "PREROUTING", List.of("-j", "IN"))),
        List.of(
            new Rule(Table.MANGLE, "OUT", List.of("-j", "OUT-1")),
            new Rule(Table.MANGLE, "OUT-1", List.of("-j", "MARK", "--set-mark", "1")),
            new Rule(Table.MANGLE, "OUT", List.of("-j", "RETURN")),
            new Rule(Table.RAW, "IN", List.of("-j", "DROP"))));

    @Test
    void jumpsIntoAChainOnlyWhenItIsComplete() {
        assertEquals("""
            *raw
            :IN - [0:0]
            -A IN -j DROP
            -I PREROUTING 1 -j IN
            COMMIT
            *mangle
            :OUT - [0:0]
            :OUT-1 - [0:0]
            -A OUT -j OUT-1
            -A OUT-1 -j MARK --set-mark 1
            -A OUT -j RETURN
            -I POSTROUTING 1 -j OUT
            COMMIT
            """, RULES.install());
    }

    @Test
    void takesJumpsOutFirstAndChainsOnlyWhenAllAreEmpty() {
        assertEquals("""
            *raw
            -D PREROUTING -j IN
            -F IN
            -X IN
            COMMIT
            *mangle
            -D POSTROUTING -j OUT
            -F OUT
            -F OUT-1
            -X OUT
            -X OUT-1
            COMMIT
            """, RULES.remove());
    }

    @Test
    void isEmptyWithoutAnyRule() {
        assertTrue(new RuleSet(List.of(), List.of()).isEmpty());
        assertEquals("", new RuleSet(List.of(), List.of()).install());
    }
}
