package io.nofin.report;

import io.nofin.firewall.BackEnd;
import io.nofin.inject.GateCount;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Reaction;
import io.nofin.run.FaultResult;
import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;
import io.nofin.witness.FaultEvidence;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The content of a page, from the verdict down to the last detail. */
final class HtmlBody {

    private static final String NOTHING = "";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Scenario scenario;
    private final RunResult result;
    private final Markup page = new Markup();

    private HtmlBody(Scenario scenario, RunResult result) {
        this.scenario = scenario;
        this.result = result;
    }

    static String of(Scenario scenario, RunResult result) {
        HtmlBody body = new HtmlBody(scenario, result);
        body.page.open("main").line();
        body.head();
        body.expectations();
        body.charts();
        body.faults();
        body.probes();
        body.connections();
        body.evidence();
        body.plan();
        body.place();
        return body.page.close().line().toString();
    }

    private void head() {
        Conclusion conclusion = Conclusion.of(result);
        page.open("header").line();
        page.element("h1", result.scenario()).line();
        page.open("p", "class", "verdict " + conclusion.word().toLowerCase(Locale.ROOT))
            .element("strong", conclusion.word()).text(" " + conclusion.sentence()).close().line();
        if (!scenario.description().isEmpty()) {
            page.element("p", scenario.description()).line();
        }
        page.element("p", TIME.format(result.started()) + " UTC, run " + result.plan().run() + ", seed " + result.plan().seed() + ", on "
            + result.surroundings().host() + " with Linux " + result.surroundings().kernel(), "class", "note").line();
        result.problems().forEach(problem -> page.element("p", "Problem: " + problem, "class", "problem").line());
        for (FaultResult fault : result.faults()) {
            NoEffectReasons.whyNothing(fault).forEach(reason ->
                page.element("p", "Fault " + fault.name() + " matched nothing: " + reason, "class", fault.optional() ? "note" : "problem").line());
            NoEffectReasons.doubt(fault).ifPresent(doubt -> page.element("p", capitalized(doubt), "class", "problem").line());
        }
        result.plan().notes().forEach(note -> page.element("p", "Note: " + note, "class", "note").line());
        page.close().line();
    }

    private static String capitalized(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private void expectations() {
        if (result.judgements().isEmpty()) {
            return;
        }
        HtmlTable table = new HtmlTable("holds", "expected", "seen", "where");
        List<Judgement> worstFirst = result.judgements().stream().sorted(Comparator.comparing(Judgement::holds)).toList();
        for (Judgement judgement : worstFirst) {
            String word = judgement.holds() ? "yes" : judgement.verdict().isNo() ? "no" : "unknown";
            table.row(word, word, judgement.expectation().toString(), judgement.verdict().reason(), judgement.where());
        }
        section("Expectations", table.end());
    }

    /** Leaves room for the charts, which the page's own script draws. */
    private void charts() {
        page.open("section", "id", "charts").line().element("h2", "Timeline").line()
            .element("noscript", "The charts need scripts, which are switched off; everything else is here.").close().line();
    }

    private void faults() {
        HtmlTable table = new HtmlTable("fault", "effect", "on", "direction", "matched", "in force", "what became of it");
        for (FaultResult fault : result.faults()) {
            List<GateCount> met = fault.counts().stream().filter(count -> count.packets() > 0).toList();
            met.stream().collect(Collectors.groupingBy(count -> Quantities.host(result, count.gate().host()), LinkedHashMap::new, Collectors.toList()))
                .forEach((host, ways) -> row(table, fault, host, ways));
            if (met.size() < fault.counts().size()) {
                table.row(NOTHING, fault.name(), fault.effect(), idle(fault), NOTHING, "0 packets", turns(fault), NOTHING);
            }
        }
        section("Faults", table.end());
    }

    /** Adds a row with what the fault met at one host, in both directions. */
    private static void row(HtmlTable table, FaultResult fault, String host, List<GateCount> ways) {
        Function<GateCount, String> lead = count -> ways.size() == 1 ? NOTHING : way(count) + ": ";
        table.row(NOTHING, fault.name(), fault.effect(), host, each(ways, HtmlBody::way), each(ways, count -> lead.apply(count) + Quantities.matched(count)),
            turns(fault), each(ways, count -> count.shaped().map(shaped -> lead.apply(count) + ShapedText.words(shaped)).orElse(NOTHING)));
    }

    /** Returns a line for each of a host's two directions. */
    private static String each(List<GateCount> counts, Function<GateCount, String> words) {
        return counts.stream().map(words).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String way(GateCount count) {
        return count.side().word();
    }

    /** Returns, in one cell, where the fault met nothing: a partition of many hosts has many such places. */
    private String idle(FaultResult fault) {
        return fault.counts().stream().filter(count -> count.packets() == 0)
            .map(count -> Quantities.host(result, count.gate().host()) + " " + way(count)).distinct().collect(Collectors.joining(", "));
    }

    private static String turns(FaultResult fault) {
        return fault.turns().isEmpty() ? "never" : fault.turns().stream()
            .map(turn -> Quantities.moment(turn.from()) + " to " + Quantities.moment(turn.to())).collect(Collectors.joining(", "));
    }

    private void probes() {
        if (result.probes().isEmpty()) {
            return;
        }
        HtmlTable table = new HtmlTable("at the end", "probe", "checks", "attempts", "round trip", "while faults were in force");
        for (MonitorResult probe : result.probes()) {
            table.row(probe.state().toString(), probe.state().toString(), probe.name(),
                probe.probe().check().kind() + " " + probe.probe().check() + " from " + probe.probe().from(),
                probe.succeeded() + " succeeded, " + probe.failed() + " failed",
                probe.latencies().map(latencies -> "median " + Quantities.duration(latencies.median()) + ", 99% within "
                    + Quantities.duration(latencies.p99())).orElse(NOTHING),
                reactions(probe.reactions(result.disturbances())));
        }
        section("Probes", table.end());
    }

    /** Returns a line for each fault. */
    private static String reactions(List<Reaction> reactions) {
        return reactions.stream().map(ProbeText::reaction).collect(Collectors.joining("\n"));
    }

    private void connections() {
        if (result.connections().isEmpty()) {
            return;
        }
        Markup lines = new Markup().open("pre", "class", "lines");
        for (HoldEvidence evidence : result.connections()) {
            ConnectionText.lines(evidence, result.disturbances()).forEach(line -> lines.text(line).line());
        }
        section("Held connections", lines.close());
    }

    private void evidence() {
        if (result.evidence().isEmpty()) {
            return;
        }
        HtmlTable table = new HtmlTable("answer", "fault", "on", "claim", "seen on the wire");
        for (FaultEvidence evidence : result.evidence()) {
            for (EvidenceLine evidenceLine : EvidenceLine.of(evidence)) {
                String word = evidenceLine.verdict().answer().name().toLowerCase(Locale.ROOT);
                table.row(word, word, evidence.fault(), evidence.host(), evidenceLine.what(), evidenceLine.verdict().reason());
            }
            evidence.notes().forEach(note -> table.row(NOTHING, "note", evidence.fault(), evidence.host(), NOTHING, note));
        }
        section("Evidence", table.end());
    }

    private void plan() {
        page.open("details").line().element("summary", "The plan, as a shell script").line()
            .element("pre", PlanScript.of(scenario, result.plan()).text()).close().line();
    }

    private void place() {
        HtmlTable table = new HtmlTable("what", "value");
        table.row(NOTHING, "started", result.started().toString());
        table.row(NOTHING, "run", result.plan().run().toString());
        table.row(NOTHING, "seed", Long.toString(result.plan().seed()));
        table.row(NOTHING, "arming took", Quantities.duration(result.armingTook()));
        PlaceJson.of(result.surroundings()).forEach((name, value) -> table.row(NOTHING, name, value.toString()));
        page.open("details").line().element("summary", "The host, and the targets").line().add(table.end());
        HtmlTable hosts = new HtmlTable("target", "found at", "addresses", "iptables", "shaping");
        result.plan().hosts().forEach(host -> hosts.row(NOTHING, host.host().label(), host.host().origin(),
            host.host().addresses().stream().map(Object::toString).collect(Collectors.joining(", ")),
            host.facts().ipv4() + ", " + host.facts().ipv6().map(BackEnd::toString).orElse("no IPv6"), String.join("; ", host.shaping().explanation())));
        page.add(hosts.end()).close().line();
    }

    private void section(String title, Markup content) {
        page.open("section").line().element("h2", title).line().add(content).close().line();
    }
}
