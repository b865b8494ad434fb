package io.nofin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Javadoc, of tests as well, is written in sentences that have a subject or begin with a verb, or in noun phrases. The first word shows
 * most of those that are not.
 */
class ProseTest {

    private static final List<Path> FOLDERS = List.of(Path.of("src/main/java"), Path.of("src/test/java"));
    private static final Pattern FIRST_WORD = Pattern.compile("/\\*\\*[\\s*]*([A-Za-z]+)");

    /** The words that begin neither a sentence with a subject and a verb nor a noun phrase. */
    private static final Set<String> NOT_FIRST = Set.of(
        "what", "whatever", "whether", "where", "which", "whichever", "who", "whoever", "whom", "whose", "when", "whenever", "why", "how",
        "it", "its", "they", "their", "he", "she", "his", "this", "that", "these", "those", "such", "there", "here", "nothing", "nobody", "none",
        "of", "for", "from", "to", "by", "with", "without", "within", "in", "into", "on", "onto", "at", "as", "like", "until", "since", "after",
        "before", "behind", "beside", "besides", "between", "among", "over", "under", "about", "above", "below", "against", "through", "during",
        "if", "and", "or", "but", "while", "because", "although", "unless", "then", "so", "also", "likewise", "otherwise", "anew", "else",
        "is", "are", "was", "were", "been", "can", "could", "may", "might", "must", "shall", "should", "will", "would");

    @Test
    void javadocBeginsWithAVerbOrANoun() throws IOException {
        Set<String> odd = new TreeSet<>();
        for (Path file : sources()) {
            Matcher comment = FIRST_WORD.matcher(Files.readString(file));
            while (comment.find()) {
                if (NOT_FIRST.contains(comment.group(1).toLowerCase(Locale.ROOT))) {
                    odd.add(file + ": " + comment.group(1) + " ...");
                }
            }
        }
        assertEquals(Set.of(), odd);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
