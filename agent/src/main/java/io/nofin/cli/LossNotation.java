package io.nofin.cli;

import io.nofin.scenario.Loss;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.unit.Quoted;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of loss in one word each, with the parameters of tc-netem(8) in its order, separated by commas. */
final class LossNotation {

    private static final String SEPARATOR = ",";

    private LossNotation() {
    }

    /** Parses {@code P[,R[,1-H[,1-K]]]}. */
    static Loss.GilbertElliott gilbertElliott(String text) {
        List<Probability> given = percentages(text, 4, "1%,10%,70%,0.1%");
        Loss.GilbertElliott usual = Loss.GilbertElliott.of(given.get(0));
        return new Loss.GilbertElliott(usual.p(), or(given, 1, usual.r()), or(given, 2, usual.oneMinusH()), or(given, 3, usual.oneMinusK()));
    }

    /** Parses {@code P13[,P31[,P32[,P23[,P14]]]]}. */
    static Loss.FourState markov(String text) {
        List<Probability> given = percentages(text, 5, "1%,10%,5%,50%,0.1%");
        Loss.FourState usual = Loss.FourState.of(given.get(0));
        return new Loss.FourState(usual.p13(), or(given, 1, usual.p31()), or(given, 2, usual.p32()), or(given, 3, usual.p23()),
            or(given, 4, usual.p14()));
    }

    /** Parses a list such as {@code 3,7}. */
    static Loss.Packets packets(String text) {
        return new Loss.Packets(parts(text).map(LossNotation::count).toList());
    }

    static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadValueException("not a number of packets: " + Quoted.of(text), "write for example 10");
        }
    }

    private static List<Probability> percentages(String text, int most, String example) {
        List<Probability> given = parts(text).map(Probability::parse).toList();
        if (given.size() > most) {
            throw new BadValueException(given.size() + " percentages", "write " + most + " at most, for example " + example);
        }
        return given;
    }

    private static Stream<String> parts(String text) {
        return Stream.of(text.split(SEPARATOR, -1));
    }

    private static Probability or(List<Probability> given, int index, Probability usual) {
        return index < given.size() ? given.get(index) : usual;
    }
}
