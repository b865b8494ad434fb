package io.nofin.witness.measure;

/**
 * An answer to a claim, and how it is known. A claim that is not known to hold is never taken for passed.
 *
 * @param reason the reason for a person, with the numbers it rests on
 */
public record Verdict(Answer answer, String reason) {

    /** The answer of a witness. */
    public enum Answer {
        YES, NO, UNKNOWN
    }

    public static Verdict yes(String reason) {
        return new Verdict(Answer.YES, reason);
    }

    public static Verdict no(String reason) {
        return new Verdict(Answer.NO, reason);
    }

    public static Verdict unknown(String reason) {
        return new Verdict(Answer.UNKNOWN, reason);
    }

    public boolean isYes() {
        return answer == Answer.YES;
    }

    public boolean isNo() {
        return answer == Answer.NO;
    }

    public boolean isUnknown() {
        return answer == Answer.UNKNOWN;
    }
}
