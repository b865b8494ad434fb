package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Selector;
import io.nofin.scenario.SelectorKey;
import io.nofin.scenario.Side;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectorRulesTest {

    /** A host that lacks a match is told so by {@code nofin doctor}, which tries the samples, and not only by the first run that needs it. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"PEERS", "CONNECTIONS"})       // a trial of ipset(8), and of connection tracking, is for these
    void hasASampleOfEachMatchOfAKey(SelectorKey key) {
        Set<String> without = new TreeSet<>();
        SelectorRules.samples().forEach(sample -> without.addAll(matches(sample)));

        Set<String> needed = new TreeSet<>();
        rules(key).forEach(rule -> needed.addAll(matches(rule)));
        needed.removeAll(without);
        assertEquals(Set.of(), needed);
    }

    private static List<List<String>> rules(SelectorKey key) {
        NamedTargets targets = new NamedTargets();
        targets.add("app", new TargetSpec.Netns("app"));
        Map<String, Object> entry = FaultEntry.parse("on: app, drop: silent, " + key.word() + ": " + key.example());
        Selector selector = FaultEntry.read(entry, targets, PacketFilter::compile).selector();
        return new SelectorRules(selector, selector.filter().map(PacketFilter::compile)).matches(IpFamily.IPV4, Side.EGRESS);
    }

    private static Set<String> matches(List<String> rule) {
        Set<String> matches = new TreeSet<>();
        for (int at = 0; at < rule.size(); at++) {
            if (rule.get(at).equals("-m")) {
                matches.add(rule.get(at + 1));
            }
        }
        return matches;
    }
}
