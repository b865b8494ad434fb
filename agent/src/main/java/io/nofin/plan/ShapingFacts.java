package io.nofin.plan;

/**
 * The facts that the planner needs about a namespace whose packets are to be shaped.
 *
 * @param queue       the first of three consecutive NFQUEUE numbers that nobody listens on there or sends packets to
 * @param takenMarks  every bit of the packet mark that somebody there sets or looks at
 * @param wholeMarks  whether somebody there compares whole marks, so that a bit of nofin's makes a difference
 * @param resending   the ways in which the queue engine may send packets that it has held
 */
public record ShapingFacts(int queue, int takenMarks, boolean wholeMarks, Resending resending, NetemFacts netem) {

    private static final int MAX_QUEUE = 65_535;

    /** Returns these facts for a namespace in which rules at the end of POSTROUTING have to see all packets. */
    ShapingFacts seeingAllCopies() {
        return new ShapingFacts(queue, takenMarks, wholeMarks, resending.throughRules("a step waits for packets"), netem);
    }

    public ShapingFacts {
        if (queue < 0 || queue + QueuePlan.NUMBERS - 1 > MAX_QUEUE) {
            throw new IllegalArgumentException("queue numbers are 0 to 65535, and three are needed: queue=" + queue);
        }
    }
}
