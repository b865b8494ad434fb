package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import java.math.BigDecimal;
import java.util.List;

/**
 * The share of the selected connections, TCP and UDP alike, that a fault hits; it leaves the others alone. Each connection is decided
 * once, when the fault first sees it, and stays so while the fault is armed.
 *
 * @param share more than 0%, in whole percents; below 10% also in tenths
 * @param state the connections that are chosen from; all others are spared
 */
public record Connections(Probability share, ConnectionState state) {

    private static final int FINE_BELOW_PERMILLE = 100;
    private static final int PERMILLE = 1_000;
    private static final List<Integer> ROUNDS = List.of(20, 100, PERMILLE);

    /** The written form of shares and states. */
    static final LongForm<Connections> FORM = LongForm.of("a share of connections", "30%", new Connections(Probability.ONE, ConnectionState.ALL),
        Key.of("share", new KeyType<>("SHARE", new ExpectedForm("a percentage", "30%"), KeyType.PERCENTAGE.reader(), Probability::toString,
            "\"$ref\": \"#/$defs/share-of-connections\""), (connections, value) -> new Connections(value, connections.state), Connections::share,
            "Which share: whole percents, below 10% also tenths; not 0%."),
        Key.of("state", KeyType.word("STATE", ConnectionState.values()), (connections, value) -> new Connections(connections.share, value), Connections::state,
            "Which are chosen from: those that begin while the fault fires, those that were there before, or all.").usually("all")).blaming("share");

    public Connections {
        BigDecimal permille = BigDecimal.valueOf(share.value()).movePointRight(3).stripTrailingZeros();
        if (permille.signum() == 0) {
            throw new BadValueException("no connection at all: " + share, "write 0.1% or more, or leave the fault out");
        }
        if (permille.scale() > 0 || permille.intValueExact() > FINE_BELOW_PERMILLE && permille.intValueExact() % 10 != 0) {
            throw new BadValueException("too fine a share of connections: " + share, "write whole percents; below 10% also tenths");
        }
    }

    /** Returns the share in thousandths, 1 to 1000. */
    public int permille() {
        return BigDecimal.valueOf(share.value()).movePointRight(3).intValueExact();
    }

    /** Returns the smallest number of connections of which the share is a whole number: 20, 100 or 1000. */
    public int round() {
        return ROUNDS.stream().filter(round -> permille() * round % PERMILLE == 0).findFirst().orElseThrow();
    }

    /** Returns how many connections of each {@link #round} are hit. */
    public int hits() {
        return permille() * round() / PERMILLE;
    }

    /** Returns the share as scenarios write it, for example {@code 30%}. */
    @Override
    public String toString() {
        return FORM.written(this);
    }
}
