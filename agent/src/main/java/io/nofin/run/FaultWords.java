package io.nofin.run;

import io.nofin.journal.RunDescription;
import io.nofin.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes the faults of a run and their targets, for the journal. */
final class FaultWords {

    private FaultWords() {
    }

    /** Returns a line for each fault of a scenario, with targets in the notation of the command line. */
    static RunDescription card(Scenario scenario, String owner) {
        Map<String, String> faults = new LinkedHashMap<>();
        scenario.faults().forEach((name, fault) ->
            faults.put(name, fault.describe(target -> scenario.target(target).map(Object::toString).orElse(target))));
        return new RunDescription(owner, faults);
    }
}
