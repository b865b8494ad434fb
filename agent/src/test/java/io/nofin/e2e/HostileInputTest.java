package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that others may have chosen stay names: in restore files, in shell scripts, and on a terminal. */
class HostileInputTest extends InWorld {

    /** A name that would do harm if a shell or iptables-restore took it for more than a name. */
    private static final String NASTY = "x\\\" -j ACCEPT ; $(touch pwned) `touch pwned` 'touch pwned' \\\\ # END && touch pwned";
    private static final String ESCAPE = "\u001b[2J";

    @Test
    void aScenariosNameStaysACommentInTheKernelAndInTheScript() throws Exception {
        String file = scenario("""
            nofin: 1
            name: "%s"
            description: "%s"
            targets: { app: { netns: app } }
            faults: { cut: { on: app, peers: 10.99.0.2, drop: silent } }
            timeline: [{ inject: cut, for: 10s }]
            """.formatted(NASTY, NASTY)).toString();
        try (Nofin nofin = Nofin.start(world, "run", file).awaitFiring()) {
            assertFalse(reaches(PEER));
            assertReaches(OTHER_PEER);
            assertTrue(run("status").exitedWith(0).output().contains("cut"));
            nofin.await().exitedWith(0);
        }
        assertNothingHappened();
        playThePlanOf(file);
    }

    @Test
    void aNamespacesPathStaysAPath() throws Exception {
        String path = world.directory() + "/a b;$(touch pwned)'\"`touch pwned`";
        world.sh("cat > p <<'END'\n" + path + "\nEND\nread -r p < p; touch \"$p\"; mount --bind /run/netns/app \"$p\"");
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:" + path, "--peer", PEER, "--for", "3s").awaitFiring()) {
            assertFalse(reaches(PEER));
            nofin.await().exitedWith(0);
        }
        playThePlanOf(scenario("""
            nofin: 1
            targets: { app: { netns: '%s' } }
            faults: { cut: { on: app, peers: 10.99.0.2, drop: silent, optional: true } }
            timeline: [{ inject: cut, for: 100ms }]
            """.formatted(path.replace("'", "''"))).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"app; touch pwned", "$(touch pwned)", "-h", "../../proc/1/ns/net", "app\napp", "a b"})
    void whatIsNoNameIsRefused(String name) throws Exception {
        run("drop", "--target", "netns:" + name, "--for", "1s").exitedWith(2);
        run("drop", "--target", "docker:" + name, "--for", "1s").exitedWith(2);
        run("drop", "--target", "netns:app", "--interface", name + "eth0123456789012", "--for", "1s").exitedWith(2);
        assertNothingHappened();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db;touch pwned", "$(touch pwned)", "-w", "10.0.0.1 -j ACCEPT", "a\"b", "db\nCOMMIT"})
    void whatIsNoPeerIsRefused(String peer) throws Exception {
        run("drop", "--target", "netns:app", "--peer", peer, "--for", "1s").exitedWith(2);
        assertNothingHappened();
    }

    @Test
    void whatOthersNamedDoesNothingToATerminal() throws Exception {
        world.sh("touch /run/netns/" + "'" + "evil" + ESCAPE + "'" + "; mount --bind /run/netns/peer /run/netns/" + "'" + "evil" + ESCAPE + "'");
        world.sh("cp /bin/sleep ./'s" + ESCAPE + "'; unshare -n ./'s" + ESCAPE + "' 600 </dev/null >/dev/null 2>&1 &");

        assertNoEscape(run("targets").exitedWith(0));
        assertNoEscape(run("drop", "--target", "netns:evi", "--for", "1s").exitedWith(4));
        assertNoEscape(run("drop", "--target", "netns:evil" + ESCAPE, "--for", "1s").exitedWith(2));
    }

    private void playThePlanOf(String file) throws IOException {
        Files.writeString(world.directory().resolve("plan.sh"), run("plan", file).exitedWith(0).output());
        world.sh("sh -e plan.sh");
        assertNothingHappened();
    }

    private void assertNothingHappened() throws IOException {
        assertEquals("", world.sh("find /run . -name 'pwned*'"));
        assertNothingIsLeft();
    }

    private static void assertNoEscape(Nofin.Result result) {
        assertFalse((result.output() + result.errors()).contains("\u001b"), result.toString());
    }
}
