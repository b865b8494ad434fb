package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nofin.api.ExitCode;
import io.nofin.scenario.Fault;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a new user become a scenario, or one line that says what to type instead. */
class CommandLineTest {

    @Test
    void cutsGroupsFromEachOther() throws Exception {
        Scenario scenario = partition("partition app,web / docker:redis,netns:db --port 6379 --protocol tcp --for 3s --repeat every=5s,times=4");

        assertEquals(Map.of("docker:app", new TargetSpec.Docker("app"), "docker:web", new TargetSpec.Docker("web"),
            "docker:redis", new TargetSpec.Docker("redis"), "netns:db", new TargetSpec.Netns("db")), scenario.targets());
        Fault.Partition fault = (Fault.Partition) scenario.faults().get("partition");
        assertEquals(List.of(List.of("docker:app", "docker:web"), List.of("docker:redis", "netns:db")), fault.groups());
        assertEquals("6379", fault.selector().ports().ranges().get(0).toString());
        assertEquals(List.of(new Step(Duration.ZERO, List.of("partition"), Duration.ofSeconds(3), Duration.ofSeconds(5), 4)), scenario.timeline());
    }

    @Test
    void saysWhatBecomesOfAFaultWhenItsTargetStartsAgain() throws Exception {
        assertEquals(OnRestart.FAIL, partition("partition a / b --for 1s --on-restart fail").faults().get("partition").onRestart());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cut --target docker:app | no such command: 'cut': did you mean drop?: see nofin --help",
        "dorp --target docker:app | no such command: 'dorp': did you mean drop?: see nofin --help",
        "xyzzyx | no such command: 'xyzzyx': see nofin --help",
        "status --jsno | no such option: '--jsno': did you mean --json?: see nofin status --help",
        "help drp | no such command: 'drp': did you mean drop?: see nofin --help",
        "drop --for 1s | missing: --target T: see nofin drop --help",
        "delay --target docker:app --for 1s | missing: TIME, as in nofin delay 100ms --jitter 20ms --distribution normal: see nofin delay --help",
        "delay --jitter 5ms --target docker:app --for 1s | missing: TIME, as in nofin delay 100ms --jitter 20ms --distribution normal: see nofin delay --help",
        "loss --burst 3 --target docker:app --for 1s | missing: PERCENT, as in nofin loss 5% --burst 4: see nofin loss --help",
        "rate --overhead 5 --target docker:app --for 1s | missing: RATE, as in nofin rate 1mbit --delay 40ms: see nofin rate --help",
        "loss 20% --jitter 5ms --target docker:app --for 1s | no such option: '--jitter': nofin delay, nofin slot, nofin monitor have it: see nofin loss --help",
        "status app | unexpected argument 'app': see nofin status --help",
        "delay 200 --target docker:app --for 1s | TIME: a duration without a unit: 200: write 200ms or 200s, or another of ns, us, m and h:"
            + " see nofin delay --help",
        "drop --target app --for 1s | not a target: 'app': write docker:app for a container of that name, netns:app for a named network namespace,"
            + " or another of netns:NAME, docker:NAME, docker:label=KEY=VALUE, compose:PROJECT/SERVICE, pid:NUMBER or host; 'nofin targets' lists what is here",
        "drop --target docker:app --for 2s --repeat 5x | --repeat: not a repetition: '5x': write for example every=2s,times=5: see nofin drop --help",
        "drop --target docker:app --for 2s --repeat every=1s,times=5 | the fault would start again before it ends: make every as long as for, or longer",
        "partition app,web --for 1s | GROUP: not a partition: write two groups at least, with a member each, as in nofin partition app,web / redis --for 10s",
        "delay 1ms --slot 1ms,2ms,3ms --target docker:app --for 1s | --slot: 3 values: write 2 at most, for example 800us,1ms:"
            + " see nofin delay --help",
        "validate | nothing to check: name scenarios, or --config FILE"})
    void saysWhatToTypeInstead(String command, String complaint) {
        StringWriter errors = new StringWriter();

        assertEquals(ExitCode.WRONG_INPUT, Main.commandLine().setErr(new PrintWriter(errors)).execute(command.split(" ")));

        assertEquals("nofin: " + complaint + "\n", errors.toString());
        assertFalse(errors.toString().contains("Unmatched"));
    }

    private static Scenario partition(String command) throws Exception {
        return ((PartitionCommand) Main.commandLine().parseArgs(command.split(" ")).subcommand().commandSpec().userObject()).scenario();
    }
}
