package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules go through the kernel and back: comments come out as a person wrote them, and nofin's own rules go away whole. */
@KernelTest
class RoundTripTest {

    private static final List<String> HOSTILE = List.of(
        "say \"hi\"", "back\\slash", "C:\\", "it's", "\\\"", "\\\\", "two  blanks ", " -j ACCEPT", "--comment x", "größe ☃ 😀",
        "# $(reboot) `reboot` ; * COMMIT", "x".repeat(80), "");

    private NetworkNamespace namespace;

    @BeforeEach
    void makeNamespace() throws IOException {
        namespace = NetworkNamespace.create();
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void commentsSurvive(BackEnd backEnd) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            Iptables iptables = new Iptables(backEnd, family);
            restore(iptables, new RuleSet(HOSTILE.stream().map(RoundTripTest::jump).toList(), List.of(own())).install());

            List<Optional<String>> comments = save(iptables).entries().stream().filter(entry -> entry.chain().equals("PREROUTING"))
                .map(SavedRules.Entry::comment).toList();

            assertEquals(HOSTILE, reversed(comments));
        }
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void removesItsOwnWhateverTheCommentsSayAndLeavesTheRest(BackEnd backEnd) throws IOException {
        Iptables iptables = new Iptables(backEnd, IpFamily.IPV4);
        String foreign = backEnd.program(IpFamily.IPV4) + " -t raw -A ";
        Shell.in(namespace, foreign + "OUTPUT -p tcp -j LOG --log-prefix 'x -j NOFIN-abcdef-in '");
        Shell.in(namespace, foreign + "PREROUTING -m comment --comment 'x -j NOFIN-abcdef-in'");
        Shell.in(namespace, backEnd.program(IpFamily.IPV4) + " -t raw -N mine");
        Shell.in(namespace, foreign + "mine -m comment --comment 'say \"hi\" \\' -j RETURN");
        restore(iptables, new RuleSet(HOSTILE.stream().map(comment -> commented(comment, "RETURN")).toList(), List.of()).install());
        SavedRules before = save(iptables);
        restore(iptables, new RuleSet(List.of(new Rule(Table.RAW, "PREROUTING", List.of("-j", "NOFIN-abcdef-in"))), List.of(own())).install());

        restore(iptables, save(iptables).removal(chain -> chain.startsWith("NOFIN-")));

        assertEquals(before, save(iptables));
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void deletesWhatItInserted(BackEnd backEnd) throws IOException {
        Iptables iptables = new Iptables(backEnd, IpFamily.IPV6);
        restore(iptables, "*raw\n-A PREROUTING -j ACCEPT\nCOMMIT\n");
        SavedRules before = save(iptables);
        RuleSet rules = new RuleSet(HOSTILE.stream().map(RoundTripTest::jump).toList(), List.of(own()));

        restore(iptables, rules.install());
        restore(iptables, rules.remove());

        assertEquals(before, save(iptables));
    }

    private void restore(Iptables iptables, String rules) throws IOException {
        namespace.call(() -> {
            iptables.restore(rules);
            return null;
        });
    }

    private SavedRules save(Iptables iptables) throws IOException {
        return namespace.call(iptables::save);
    }

    private static Rule jump(String comment) {
        return commented(comment, "NOFIN-abcdef-in");
    }

    private static Rule commented(String comment, String target) {
        return new Rule(Table.RAW, "PREROUTING", List.of("-m", "comment", "--comment", comment, "-j", target));
    }

    private static Rule own() {
        return new Rule(Table.RAW, "NOFIN-abcdef-in", List.of("-m", "comment", "--comment", "own", "-j", "RETURN"));
    }

    /** Returns comments in reverse order, as each rule was inserted in front of those before. */
    private static List<String> reversed(List<Optional<String>> comments) {
        List<String> reversed = new ArrayList<>();
        comments.forEach(comment -> reversed.add(0, comment.orElse("none")));
        return reversed;
    }
}
