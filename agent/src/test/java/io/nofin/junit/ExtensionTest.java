package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lets JUnit run {@link Samples}, on the hosts of a lab that outlives them, and looks at what came of it, and at what is left. */
@KernelTest
@NofinTest
@Timeout(240)
class ExtensionTest {

    @BeforeAll
    static void wire(Nofin nofin) {
        TestLab lab = nofin.lab("client", "server", "other");
        Samples.client = lab.host("client");
        Samples.server = lab.host("server").echo(EchoSession.PORT);
        Samples.other = lab.host("other");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (TestHost host : List.of(Samples.client, Samples.server, Samples.other)) {
            try (NetworkNamespace namespace = NetworkNamespace.open(host.namespace())) {
                assertTrue(Samples.isClean(namespace), host.name());
            }
        }
    }

    @Test
    void aDeclaredFaultThatMetPacketsPasses() {
        Map<String, String> entries = SampleRun.of(Samples.Cut.class).passed(1).entries();

        assertEquals("cut: drop: silent on client, peers server", entries.get("nofin.fault"));
        assertEquals("1 packets, 36 bytes", entries.get("nofin.met"));
        assertTrue(entries.get("nofin.silent").startsWith("client: yes: 0 FIN, 0 RST, 0 ICMP errors"), entries.toString());
    }

    @Test
    void aFaultInTheWordsOfScenariosIsTheSame() {
        Map<String, String> entries = SampleRun.of(Samples.CutInWords.class).passed(1).entries();

        assertEquals("cut: drop: silent on client, peers server", entries.get("nofin.fault"));
        assertEquals("1 packets, 36 bytes", entries.get("nofin.met"));
    }

    @Test
    void aFaultThatMetNothingFailsAndSaysWhyAndHowToMeanIt() {
        SampleRun run = SampleRun.of(Samples.TouchesNothing.class);

        String message = run.failure().getMessage();
        assertTrue(message.startsWith("fault 'cut' (drop: silent on client, peers server, ports 9) matched no packet"), message);
        assertTrue(message.contains("client out: the selector saw no packet at all"), message);
        assertTrue(message.contains("add optional"), message);
        assertEquals(AssertionError.class, run.failure().getClass());
    }

    @Test
    void aFailingTestGetsThePageOfItsFault(@TempDir Path files) {
        assertEquals(List.of("nofin-cut.html"), SampleRun.into(files, Samples.TouchesNothing.class).files());
        assertEquals(List.of(), SampleRun.into(files, Samples.Cut.class).files());
    }

    @Test
    void anOptionalFaultMayMatchNoPacket() {
        SampleRun.of(Samples.Optional.class).passed(2);
    }

    @Test
    void aFaultThatWasNeverFiredFails() {
        String message = SampleRun.of(Samples.NeverFired.class).failure().getMessage();

        assertTrue(message.contains("was armed and never fired"), message);
    }

    @Test
    void aTestThatThrowsInsideAFaultFailsByItsOwnException() {
        Throwable failure = SampleRun.of(Samples.Throws.class).failure();

        assertEquals("of the test itself", failure.getMessage());
    }

    @Test
    void aTestThatHangsInACutTimesOut() {
        assertEquals(TimeoutException.class, SampleRun.of(Samples.Hangs.class).failure().getClass());
        assertEquals(TimeoutException.class, SampleRun.of(Samples.HangsInAnotherThread.class).failure().getClass());
    }

    @Test
    void testsOnTheSameTargetFollowOneAnother() {
        SampleRun.parallel(Samples.CrowdOne.class, Samples.CrowdTwo.class).passed(6);
    }

    @Test
    void testsOnDifferentTargetsRunSideBySide() {
        Samples.together = new CyclicBarrier(2);

        SampleRun.parallel(Samples.SideBySide.class).passed(2);
    }

    @Test
    void testsThatWaitForEachOthersTargetsAreTold() {
        Samples.together = new CyclicBarrier(2);

        Throwable failure = SampleRun.parallel(Samples.Crosswise.class).failure();
        assertTrue(failure.getMessage().contains("wait for each other's targets"), failure.getMessage());
    }

    @Test
    void aNameThatMeansNothingIsExplained() {
        String message = SampleRun.of(Samples.WrongName.class).failure().getMessage();

        assertEquals("'nobody' is not a field of WrongName, not a host of its lab and not a target: name a field that holds a container, or write"
            + " docker:nobody for a container of that name, netns:nobody for a named network namespace", message);
    }

    @Test
    void nofinAndAFaultThatIsNotStartedSayWhatTheyAre() {
        SampleRun.of(Samples.Printed.class).passed(1);
    }

    @Test
    void aFieldThatWasMeantIsNamed() {
        assertEquals("'redsi' is not a field of MistypedName, not a host of its lab and not a target: did you mean the field redis?",
            SampleRun.of(Samples.MistypedName.class).failure().getMessage());
    }

    @Test
    void aConstructorGetsNoNofin() {
        String message = SampleRun.of(Samples.InAConstructor.class).failure().getMessage();

        assertTrue(message.contains("not of constructors"), message);
    }

    @Test
    void aScenarioRunsBesideATestWithTheFieldsOfTheTestAsItsTargets() {
        Map<String, Throwable> failures = SampleRun.of(Samples.RunsAScenario.class).failures();

        assertEquals(List.of("doesNotTalk()", "neverRuns()"), List.copyOf(failures.keySet()));
        String silent = failures.get("doesNotTalk()").getMessage();
        assertTrue(silent.startsWith("scenario cut-beside-a-test did not pass:") && silent.contains("1 of 1 fault matched nothing"), silent);
        String missing = failures.get("neverRuns()").getMessage();
        assertTrue(missing.startsWith("no scenario junit/nowhere.yaml: neither a file below "), missing);
    }
}
