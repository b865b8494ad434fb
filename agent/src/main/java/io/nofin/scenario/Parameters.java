package io.nofin.scenario;

import io.nofin.unit.Quoted;
import io.nofin.yaml.KeyPath;
import io.nofin.yaml.Node;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a scenario: names under {@code parameters}, each with or without a default. Before anything else is read,
 * <code>${NAME}</code> in a value, not in a key, is replaced by the parameter's value. Other names are left as they are, since shells
 * write variables so.
 */
final class Parameters {

    static final String KEY = "parameters";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
    static final Pattern USE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_]{0,39})}");
    private static final int LONGEST = 1_000;
    private static final String EXAMPLE = "write for example parameters: { APP: app }";

    private final Map<String, String> given;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    private Parameters(Map<String, String> given, Problems problems) {
        this.given = given;
        this.problems = problems;
    }

    /**
     * Returns the document with all values inserted, and without the declarations.
     *
     * @param given values from the user; all of them must be declared
     */
    static Node applied(Node root, Map<String, String> given, Problems problems) {
        Parameters parameters = new Parameters(given, problems);
        List<Node.Entry> entries = root instanceof Node.Mapping mapping ? mapping.entries() : List.of();
        List<Node.Entry> declared = entries.stream().filter(entry -> entry.key().equals(KEY)).toList();
        declared.forEach(entry -> parameters.declare(entry.value()));
        given.keySet().stream().filter(name -> !parameters.values.containsKey(name)).forEach(name -> parameters.undeclared(name, root));
        if (declared.isEmpty()) {
            return root;
        }
        List<Node.Entry> others = entries.stream().filter(entry -> !entry.key().equals(KEY)).map(parameters::applied).toList();
        declared.forEach(entry -> parameters.reportUnused(entry.value()));
        return new Node.Mapping(root.at(), others);
    }

    private void declare(Node node) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(node.at(), KeyPath.ROOT.key(KEY), "expected a mapping of names to values, found " + node.kind(), EXAMPLE);
            return;
        }
        for (Node.Entry entry : mapping.entries()) {
            if (!NAME.matcher(entry.key()).matches()) {
                report(entry, "not the name of a parameter: " + Quoted.of(entry.key()), "write letters, digits and _, a letter first");
            } else {
                declare(entry);
            }
        }
    }

    private void declare(Node.Entry entry) {
        String value = given.get(entry.key());
        if (value == null && entry.value() instanceof Node.Scalar usual) {
            value = usual.text();
        } else if (value == null && entry.value() instanceof Node.Nothing) {
            report(entry, "the parameter has no value", "run it with --set " + entry.key() + "=VALUE, or write one here");
        } else if (value == null) {
            report(entry, "expected a value, found " + entry.value().kind(), EXAMPLE);
        }
        if (value != null && (value.length() > LONGEST || !Quoted.isPlain(value))) {
            report(entry, "not the value of a parameter: " + Quoted.of(value), "write one line of " + LONGEST + " characters at most");
        }
        values.put(entry.key(), value == null ? "" : value);
    }

    private void undeclared(String name, Node root) {
        problems.add(root.at(), KeyPath.ROOT, "no such parameter: " + Quoted.of(name), values.isEmpty()
            ? "the scenario declares none: write parameters: { " + name + ": VALUE }" : Suggestion.remedy(name, values.keySet()));
    }

    private void reportUnused(Node node) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().stream().filter(entry -> values.containsKey(entry.key()) && !used.contains(entry.key()))
                .forEach(entry -> report(entry, "unused parameter", "write ${" + entry.key() + "} where it belongs, or remove it"));
        }
    }

    private void report(Node.Entry entry, String what, String remedy) {
        problems.add(entry.at(), KeyPath.ROOT.key(KEY).key(entry.key()), what, remedy);
    }

    private Node.Entry applied(Node.Entry entry) {
        return new Node.Entry(entry.at(), entry.key(), applied(entry.value()));
    }

    private Node applied(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return new Node.Scalar(scalar.at(), USE.matcher(scalar.text()).replaceAll(use -> Matcher.quoteReplacement(value(use))));
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(applied(item)));
            return new Node.Sequence(sequence.at(), List.copyOf(items));
        }
        return node instanceof Node.Mapping mapping ? new Node.Mapping(mapping.at(), mapping.entries().stream().map(this::applied).toList()) : node;
    }

    private String value(MatchResult use) {
        String name = use.group(1);
        used.add(name);
        return values.getOrDefault(name, use.group());
    }
}
