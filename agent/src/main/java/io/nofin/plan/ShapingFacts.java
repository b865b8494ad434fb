package io.nofin.plan;

/**
 * What the planner must know of a namespace whose packets are to be shaped.
 *
 * @param queue       the first of three NFQUEUE numbers, next to each other, that nobody listens on there or sends packets to
 * @param takenMarks  every bit of the packet mark that somebody there sets or looks at
 * @param wholeMarks  whether somebody there compares whole marks, so that a bit of nofin's makes a difference
 * @param resending   how the queue engine may send what it has held
 */
public record ShapingFacts(int queue, int takenMarks, boolean wholeMarks, Resending resending, NetemFacts netem) {

    private static final int MAX_QUEUE = 65_535;

    public ShapingFacts {
        if (queue < 0 || queue + QueuePlan.NUMBERS - 1 > MAX_QUEUE) {
            throw new IllegalArgumentException("queue numbers are 0 to 65535, and three are needed: queue=" + queue);
        }
    }
}
