package io.nofin.witness.verdict;

/**
 * Whether something is so, and how that is known. What is not known is never taken for passed.
 *
 * @param reason for a person, with the numbers it rests on
 */
public record Verdict(Answer answer, String reason) {

    /** Of a witness. */
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
