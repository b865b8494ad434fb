package io.nofin.report;

import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A short statement about a fault that a witness confirms, denies or cannot decide. */
record EvidenceLine(String what, Verdict verdict) {

    /** Returns the claims that can be made of one fault on one host. */
    static List<EvidenceLine> of(FaultEvidence evidence) {
        List<EvidenceLine> claims = new ArrayList<>();
        evidence.cut().ifPresent(cut -> {               // a fault that does anything else to packets never claims to be silent
            claims.add(new EvidenceLine("nobody was told", evidence.silence().verdict()));
            claims.add(new EvidenceLine("nothing crossed", cut.verdict()));
        });
        claims.add(new EvidenceLine("connections survived", evidence.connections().verdict()));
        evidence.measures().stream().filter(measure -> measure.samples() > 0 && measure.asked().isPresent())
            .forEach(measure -> claims.add(new EvidenceLine(measure.what() + " as asked", measure.verdict())));
        return claims;
    }
}
