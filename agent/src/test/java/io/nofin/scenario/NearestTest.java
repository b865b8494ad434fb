package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void findsTheWordWithTheFewestEdits() {
        assertEquals(Optional.of("ports"), Nearest.to("port", List.of("peers", "ports", "remote-ports")));
        assertEquals(Optional.of("allow-host"), Nearest.to("allowHost", List.of("name", "allow-host")));
    }

    @Test
    void countsSwappedLettersOnce() {
        assertEquals(Optional.of("tcp"), Nearest.to("tpc", List.of("udp", "tcp")));
    }

    @Test
    void doesNotGuessWhatIsFarAway() {
        assertEquals(Optional.empty(), Nearest.to("wavelength", List.of("peers", "ports")));
        assertEquals(Optional.empty(), Nearest.to("x", List.of("a")));
        assertEquals(Optional.empty(), Nearest.to("x".repeat(1_000_000), List.of("x".repeat(999_999))));
    }

    @Test
    void listsWhatThereIsWhenItDoesNotGuess() {
        assertEquals("write one of peers, ports", Nearest.remedy("wavelength", List.of("peers", "ports")));
        assertEquals("write silent", Nearest.remedy("loud", List.of("silent")));
    }

    @Test
    void listsNoControlCharacters() {
        assertEquals("write one of cut, 'f\\u0009'", Nearest.remedy("elsewhere", List.of("cut", "f\t")));
        assertEquals("write 'f\\u0009'", Nearest.oneOf(List.of("f\t")));
    }
}
