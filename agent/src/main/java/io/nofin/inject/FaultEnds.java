package io.nofin.inject;

import io.nofin.journal.JournalException;
import io.nofin.journal.JournalFile;
import io.nofin.journal.JournalText;
import io.nofin.journal.RunDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The ends of the long faults of living runs, from their journals: the kernel knows only their leases. */
public final class FaultEnds {

    private final Map<String, Map<String, Long>> untilMillis = new HashMap<>();

    private FaultEnds() {
    }

    public static FaultEnds read(RunDirectory directory) throws IOException {
        FaultEnds ends = new FaultEnds();
        for (String name : directory.journals()) {
            try {
                ends.read(JournalFile.open(directory, name));
            } catch (JournalException notOurs) {
                // It was not written by a run of this version: the kernel's answer has to do.
            }
        }
        return ends;
    }

    /** Returns the fault with the time that is really left: nothing renews the lease of one whose run is dead. */
    public KernelFault applied(KernelFault fault) {
        Long until = untilMillis.getOrDefault(fault.run(), Map.of()).get(fault.fault());
        long now = RunGuard.millis(System.nanoTime());
        if (fault.isFiring() && until != null && until > now) {
            return fault.withRemainingSeconds((until - now + 999) / 1_000);
        }
        return fault.isFiring() && untilMillis.containsKey(fault.run())
            ? fault.withRemainingSeconds(Math.max(1, fault.remainingSeconds() - Leases.GRACE.toSeconds())) : fault;
    }

    private void read(Optional<JournalFile> found) throws IOException {
        if (found.isPresent()) {
            try (JournalFile file = found.get()) {
                Optional<JournalText> journal = file.tryLock() ? Optional.empty() : file.read();
                journal.ifPresent(run -> untilMillis.put(run.run().value(), run.untilMillis()));
            }
        }
    }
}
