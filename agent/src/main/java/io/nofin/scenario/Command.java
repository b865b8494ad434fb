package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.List;

/** A program and its arguments. A program without a slash is looked up in PATH. */
public record Command(List<String> words) {

    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    public Command {
        words = List.copyOf(words);
        if (words.isEmpty() || words.get(0).isBlank() || words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new BadValueException("not a command", "write the program, then its arguments, without NUL characters");
        }
    }

    /** Returns a command that sh(1) runs. */
    public static Command shell(String line) {
        if (line.isBlank()) {
            throw new BadValueException("not a command", "write a line as a shell takes it, for example \"redis-cli ping\"");
        }
        return new Command(List.of(SHELL.get(0), SHELL.get(1), line));
    }

    /** Returns the line of a shell command, or the words of any other. */
    @Override
    public String toString() {
        return words.size() == SHELL.size() + 1 && words.subList(0, SHELL.size()).equals(SHELL) ? words.get(SHELL.size()) : String.join(" ", words);
    }
}
