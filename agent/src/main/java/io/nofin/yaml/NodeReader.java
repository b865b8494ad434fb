package io.nofin.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses YAML text into nodes, by Jackson's streaming parser alone: its object mapper would make a cold start several times as slow.
 * Constructs that make a small file big (anchors, aliases, merge keys) or change a value's type (tags) are refused.
 */
public final class NodeReader {

    private static final int DEEPEST = 16;
    private static final String MERGE = "<<";
    private static final String CORE_TAG = "tag:yaml.org,2002:";       // the prefix that !! stands for
    private static final String WRITE_OUT = "write the value where it is needed";

    private final YAMLParser parser;
    private final Problems problems;

    private NodeReader(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** @throws InvalidDocumentException when the text is not one YAML document; lesser problems are only collected */
    public static Node read(String text, Problems problems) throws InvalidDocumentException {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            return new NodeReader(parser, problems).document();
        } catch (JsonProcessingException e) {
            throw YamlSyntax.problem(e, problems);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot fail to be read", e);
        }
    }

    private Node document() throws IOException, InvalidDocumentException {
        if (parser.nextToken() == null) {
            throw problems.fatal(Position.START, "the file is empty", "start with: nofin: 1");
        }
        Node root = node(KeyPath.ROOT);
        if (parser.nextToken() != null) {
            throw problems.fatal(here(), "a second YAML document", "put it into a file of its own");
        }
        return root;
    }

    private Node node(KeyPath path) throws IOException, InvalidDocumentException {
        Position at = here();
        if (path.depth() > DEEPEST) {
            throw problems.fatal(at, "nested more than " + DEEPEST + " deep", "write the scenario with less nesting");
        }
        if (parser.isCurrentAlias()) {
            problems.add(at, path, "an alias: " + Quoted.of("*" + parser.getText()), WRITE_OUT);
            return new Node.Refused(at);
        }
        refuseAnchor(at, path, null);
        refuseTag(at, path);
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(at, path);
            case START_ARRAY -> sequence(at, path);
            case VALUE_NULL -> new Node.Nothing(at);
            default -> new Node.Scalar(at, parser.getText());
        };
    }

    private Node sequence(Position at, KeyPath path) throws IOException, InvalidDocumentException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path.item(items.size())));
        }
        return new Node.Sequence(at, List.copyOf(items));
    }

    private Node mapping(Position at, KeyPath path) throws IOException, InvalidDocumentException {
        Object own = parser.getObjectId();          // still set at the first key
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position keyAt = here();
            String key = parser.currentName();
            refuseAnchor(keyAt, path, own);
            parser.nextToken();
            Node.Entry entry = new Node.Entry(keyAt, key, node(path.key(key)));
            if (key.equals(MERGE)) {
                problems.add(keyAt, path, "a merge key: " + MERGE, WRITE_OUT);
            } else {
                addUnlessThere(entries, entry, path);
            }
        }
        return new Node.Mapping(at, List.copyOf(entries.values()));
    }

    private void addUnlessThere(Map<String, Node.Entry> entries, Node.Entry entry, KeyPath path) {
        Node.Entry first = entries.putIfAbsent(entry.key(), entry);
        if (first != null) {
            problems.add(entry.at(), path.key(entry.key()), "duplicate key: " + Quoted.of(entry.key()),
                "it is in line " + first.at().line() + ", column " + first.at().column() + " already; remove one");
        }
    }

    private void refuseAnchor(Position at, KeyPath path, Object known) throws IOException {
        Object anchor = parser.getObjectId();
        if (anchor != null && !anchor.equals(known)) {
            problems.add(at, path, "an anchor: " + Quoted.of("&" + anchor), WRITE_OUT);
        }
    }

    private void refuseTag(Position at, KeyPath path) throws IOException {
        Object tag = parser.getTypeId();
        if (tag != null) {
            String written = "!" + tag.toString().replace(CORE_TAG, "!");
            problems.add(at, path, "a tag: " + Quoted.of(written), "leave it out: nofin knows the type of every value");
        }
    }

    private Position here() {
        JsonLocation location = parser.currentTokenLocation();
        return new Position(location.getLineNr(), location.getColumnNr());
    }
}
