package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.ExitCode;
import io.nofin.scenario.Fault;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code nofin delay}, {@code loss} and the others: what scenario their options make, and what they say of wrong ones. */
class ShapingCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "delay 100ms | delay: 100ms",
        "delay 100ms --jitter 20ms | delay: { time: 100ms, jitter: 20ms }",
        "delay 100ms --jitter 20ms --correlation 25% --distribution normal "
            + "| delay: { time: 100ms, jitter: 20ms, correlation: 25%, distribution: normal }",
        "loss 5% | loss: 5%",
        "loss 5% --correlation 25% | loss: { probability: 5%, correlation: 25% }",
        "loss 20% --burst 4 | loss: { gilbert-elliott: { p: 6.25%, r: 25%, 1-h: 100%, 1-k: 0% } }",
        "loss --gilbert-elliott 1% | loss: { gilbert-elliott: { p: 1%, r: 99%, 1-h: 100%, 1-k: 0% } }",
        "loss --gilbert-elliott 1%,10%,70%,0.1% | loss: { gilbert-elliott: { p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% } }",
        "loss --markov 1%,10% | loss: { markov: { p13: 1%, p31: 10%, p32: 0%, p23: 100%, p14: 0% } }",
        "loss --markov 1%,10%,5%,50%,0.1% | loss: { markov: { p13: 1%, p31: 10%, p32: 5%, p23: 50%, p14: 0.1% } }",
        "loss --every 10 | loss: { every: 10 }",
        "loss --first 3 | loss: { first: 3 }",
        "loss --packets 7,3 | loss: { packets: [3, 7] }",
        "loss 5% --ecn | loss: 5%, ecn: true",
        "duplicate 1% | duplicate: 1%",
        "duplicate 1% --correlation 2% | duplicate: { probability: 1%, correlation: 2% }",
        "corrupt 1% | corrupt: 1%",
        "corrupt 1% --correlation 2% --fix-checksum | corrupt: { probability: 1%, correlation: 2%, checksum: fix }",
        "reorder 25% --delay 10ms | delay: 10ms, reorder: 25%",
        "reorder 25% --correlation 50% --gap 5 --delay 10ms | delay: 10ms, reorder: { probability: 25%, correlation: 50%, gap: 5 }",
        "rate 1mbit | rate: 1mbit",
        "rate 1mbit --burst 16kb --overhead -14 --cell-size 48 --cell-overhead 5 "
            + "| rate: { rate: 1mbit, burst: 16kb, overhead: -14, cell-size: 48, cell-overhead: 5 }",
        "delay 1ms --slot 800us,1ms | delay: 1ms, slot: { min-delay: 800us, max-delay: 1ms }",
        "rate 1mbit --limit 20 --engine netem | rate: 1mbit, limit: 20, engine: netem",
        "delay 100ms --loss 2% --duplicate 1% --corrupt 0.1% --reorder 25% --rate 10mbit --engine queue "
            + "| delay: 100ms, loss: 2%, duplicate: 1%, corrupt: 0.1%, reorder: 25%, rate: 10mbit, engine: queue",
        "loss --first 3 --delay 1ms | delay: 1ms, loss: { first: 3 }"})
    void makesTheEffectThatAScenarioWouldSpellOut(String command, String effect) throws Exception {
        Scenario scenario = scenario(command + " --target netns:app --for 1s");

        assertEquals(effect, onTargets(scenario).effect().toString());
    }

    @Test
    void makesAScenarioOfOneFault() throws Exception {
        Scenario scenario = scenario("delay 100ms --target netns:app --port 7000-7010 --direction out --protocol tcp --for 1.5s --seed -7");

        assertEquals(Map.of("netns:app", new TargetSpec.Netns("app")), scenario.targets());
        assertEquals(List.of(Step.once(Duration.ZERO, List.of("delay"), Duration.ofMillis(1500))), scenario.timeline());
        assertEquals(OptionalLong.of(-7), scenario.seed());
        assertEquals("delay: 100ms on netns:app, port 7000-7010", scenario.description());
        assertEquals(PortSet.parse(List.of("7000-7010")), onTargets(scenario).selector().ports());
    }

    @Test
    void saysWhatADelayOfEachWayAddsUpTo() throws Exception {
        assertEquals(Optional.of("note     each way is delayed: round trip + 400 ms"), EffectCommand.roundTrip(scenario("delay 200ms --target netns:app --for 1s")));
        assertEquals(Optional.empty(), EffectCommand.roundTrip(scenario("delay 200ms --target netns:app --for 1s --direction out")));
        assertEquals(Optional.empty(), EffectCommand.roundTrip(scenario("loss 5% --target netns:app --for 1s")));
    }

    @Test
    void leavesTheSeedToBeDrawn() throws Exception {
        assertEquals(OptionalLong.empty(), scenario("loss 5% --target netns:app --for 1s").seed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "delay 100 | TIME: a duration without a unit: 100: write 100ms or 100s, or another of ns, us, m and h: see nofin delay --help",
        "delay 1ms --jitter 3s | --jitter: too much jitter: 3s: write 0s to 2.147483647s: the kernel cuts off the rest: see nofin delay --help",
        "delay 1ms --distribution normal | distribution without jitter: add for example --jitter 20ms",
        "delay 1ms --distribution parteo | --distribution: unknown word: 'parteo': did you mean 'pareto'?: see nofin delay --help",
        "delay 1ms --delay 2ms | no such option: '--delay': see nofin delay --help",
        "delay 1ms --jiter 2ms | no such option: '--jiter': did you mean --jitter?: see nofin delay --help",
        "delay 1ms --engine htb | --engine: unknown word: 'htb': write one of auto, netem, queue: see nofin delay --help",
        "delay 1ms --limit x | --limit: expected a number of packets, found 'x': write for example 1000: see nofin delay --help",
        "delay 1ms --peer 10.0.0.0/33 | --peer: not a prefix length: 33: write a number between 0 and 32: see nofin delay --help",
        "delay 1ms --port 0 | --port: no such port: 0: ports are 1 to 65535: see nofin delay --help",
        "delay 1ms --port 1 --protocol icmp | icmp has no ports: leave the ports out, or write --protocol tcp, udp or sctp",
        "loss 5 | PERCENT: a percentage without %: 5: write 5%: see nofin loss --help",
        "loss 5% --every 3 | more than one kind of loss: probability and every: keep one of them",
        "loss 50% --burst 0 | --burst: no such packet: 0: packets count from 1: see nofin loss --help",
        "loss --every 3 --burst 4 | burst without probability: leave it out",
        "loss 5% --burst 4 --correlation 5% | correlation and burst: leave one of them out: burst keeps the probability",
        "loss --every 0 | --every: no such packet: 0: packets count from 1: see nofin loss --help",
        "loss --packets 3,x | --packets: expected a number of packets, found 'x': write for example 10: see nofin loss --help",
        "loss --gilbert-elliott 1%,2%,3%,4%,5% | --gilbert-elliott: 5 values: write 4 at most, for example 1%,2%,2%,2%: "
            + "see nofin loss --help",
        "loss --markov 1%,60%,60% | --markov: p31 60% and p32 60% are more than 100% together: make one of them smaller: "
            + "both leave the same state: see nofin loss --help",
        "loss --every 3 --correlation 5% | correlation without probability: leave it out",
        "loss --every 3 --engine netem | netem cannot do loss: { every: 3 }: write --engine queue, or leave engine out",
        "duplicate 1% --ecn | ecn without loss: add for example --loss 1%: packets that it would lose are marked",
        "reorder 25% | reorder without delay: add for example --delay 10ms: reordered packets overtake those that it holds",
        "rate 10Mbit | RATE: not a rate: '10Mbit': write 10mbit: see nofin rate --help",
        "rate 1mbit --cell-overhead 5 | cell-overhead without cell-size: add for example --cell-size 48",
        "rate 1mbit --delay 1s --limit 5 | limit 5 is too small for 1mbit and 1s: 84 packets of 1500 bytes are on their way at once: "
            + "write --limit 1000, or leave it out"})
    void saysWhatIsWrongWhereAndWhatToDo(String command, String complaint) {
        assertEquals("nofin: " + complaint + "\n", refusal(command + " --target netns:app --for 1s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delay", "loss", "duplicate", "corrupt", "reorder", "rate", "slot"})
    void needsAMainValueATargetAndALength(String command) {
        String complaint = refusal(command);

        assertTrue(complaint.startsWith("nofin: missing: "), complaint);
        assertEquals(1, complaint.lines().count(), complaint);
    }

    /** The options of the command's own effect come first in its help, and the effect itself is not offered as an option again. */
    @ParameterizedTest
    @CsvSource({"delay, --jitter", "loss, --gilbert-elliott", "duplicate, --correlation", "corrupt, --fix-checksum",
        "reorder, --gap", "rate, --burst"})
    void helpsWithWhatIsItsOwn(String command, String option) {
        List<String> options = Main.commandLine().getSubcommands().get(command).getUsageMessage().lines()
            .filter(line -> line.startsWith("      --")).map(line -> line.strip().split("[= ]")[0]).toList();

        assertTrue(options.indexOf(option) >= 0 && options.indexOf(option) < options.indexOf("--target"), options.toString());
        List<String> others = new ArrayList<>(Stream.of("--delay", "--loss", "--duplicate", "--corrupt", "--reorder", "--rate").toList());
        others.remove("--" + command);
        assertEquals(others, options.stream().filter(offered -> others.contains(offered) || offered.equals("--" + command)).toList());
    }

    private static Scenario scenario(String command) throws Exception {
        CommandLine.ParseResult parsed = Main.commandLine().parseArgs(command.split(" "));
        return ((EffectCommand) parsed.subcommand().commandSpec().userObject()).scenario();
    }

    private static Fault.OnTargets onTargets(Scenario scenario) {
        return (Fault.OnTargets) scenario.faults().values().iterator().next();
    }

    /** Returns what the command says to standard error when it refuses its input. */
    private static String refusal(String command) {
        StringWriter errors = new StringWriter();
        assertEquals(ExitCode.WRONG_INPUT, Main.commandLine().setErr(new PrintWriter(errors)).execute(command.split(" ")));
        return errors.toString();
    }
}
