package io.nofin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    @Test
    void findsTheWordWithTheFewestEdits() {
        assertEquals(Optional.of("ports"), Suggestion.to("port", List.of("peers", "ports", "remote-ports")));
        assertEquals(Optional.of("allow-host"), Suggestion.to("allowHost", List.of("name", "allow-host")));
    }

    @Test
    void countsSwappedLettersOnce() {
        assertEquals(Optional.of("tcp"), Suggestion.to("tpc", List.of("udp", "tcp")));
    }

    @Test
    void doesNotGuessWhatIsFarAway() {
        assertEquals(Optional.empty(), Suggestion.to("wavelength", List.of("peers", "ports")));
        assertEquals(Optional.empty(), Suggestion.to("x", List.of("a")));
        assertEquals(Optional.empty(), Suggestion.to("x".repeat(1_000_000), List.of("x".repeat(999_999))));
    }

    @Test
    void listsWhatThereIsWhenItDoesNotGuess() {
        assertEquals("write one of peers, ports", Suggestion.remedy("wavelength", List.of("peers", "ports")));
        assertEquals("write silent", Suggestion.remedy("loud", List.of("silent")));
    }

    @Test
    void listsNoControlCharacters() {
        assertEquals("write one of cut, 'f\\u0009'", Suggestion.remedy("elsewhere", List.of("cut", "f\t")));
        assertEquals("write 'f\\u0009'", Suggestion.oneOf(List.of("f\t")));
    }
}
