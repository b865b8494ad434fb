package io.nofin.report;

import io.nofin.witness.FaultEvidence;
import io.nofin.witness.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Something that a witness can say yes or no to, in a few words. */
record Claim(String what, Verdict verdict) {

    /** What there is to say of one fault on one host. */
    static List<Claim> of(FaultEvidence evidence) {
        List<Claim> claims = new ArrayList<>();
        evidence.cut().ifPresent(cut -> {               // whatever else is done to packets, it was never claimed to be silent
            claims.add(new Claim("nobody was told", evidence.silence().verdict()));
            claims.add(new Claim("nothing crossed", cut.verdict()));
        });
        claims.add(new Claim("connections survived", evidence.connections().verdict()));
        evidence.measures().stream().filter(measure -> measure.samples() > 0 && measure.asked().isPresent())
            .forEach(measure -> claims.add(new Claim(measure.what() + " as asked", measure.verdict())));
        return claims;
    }
}
