package io.nofin.truth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * Numbered datagrams that went one way, and what came of them, as their sender and their receiver saw it. The numbers are in the order
 * of sending, and go on from one pair of addresses to the other. Not thread-safe.
 */
final class Datagrams {

    private static final double SIGMAS = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int bundle;
    private final TreeMap<Integer, Long> sentAt = new TreeMap<>();
    private final Map<Integer, Integer> pairOf = new HashMap<>();
    private final Map<Integer, List<Integer>> arrivals = new TreeMap<>();      // by pair, in the order of arrival
    private final Map<Integer, Integer> copies = new HashMap<>();
    private final Map<Integer, Long> delays = new HashMap<>();
    private final Map<Integer, Integer> bitsOf = new HashMap<>();
    private final List<Progress> progress = new ArrayList<>();
    private long lastArrival;
    private int refused;

    /** The bits that had come so long after the first was sent. */
    private record Progress(double seconds, long bits) {
    }

    /** @param bundle how many its sender hands over at once */
    Datagrams(int bundle) {
        this.bundle = bundle;
    }

    /** @return the number of what is sent now */
    int send(int pair, int bytesOnTheWire) {
        int number = sentAt.size();
        send(number, pair, bytesOnTheWire);
        return number;
    }

    void send(int number, int pair, int bytesOnTheWire) {
        sentAt.put(number, System.nanoTime());
        pairOf.put(number, pair);
        bitsOf.put(number, 8 * bytesOnTheWire);
    }

    boolean isSent(int number) {
        return sentAt.containsKey(number);
    }

    void arrived(int number) {
        long now = System.nanoTime();
        lastArrival = now;
        arrivals.computeIfAbsent(pairOf.get(number), any -> new ArrayList<>()).add(number);
        copies.merge(number, 1, Integer::sum);
        delays.putIfAbsent(number, now - sentAt.get(number));
        long before = progress.isEmpty() ? 0 : progress.get(progress.size() - 1).bits;
        progress.add(new Progress((now - sentAt.firstEntry().getValue()) / NANOS_PER_SECOND, before + bitsOf.get(number)));
    }

    void refused() {
        refused++;
    }

    int sent() {
        return sentAt.size();
    }

    int missing() {
        return sent() - copies.size();
    }

    int repeated() {
        return copies.values().stream().mapToInt(count -> count - 1).sum();
    }

    int mostCopies() {
        return copies.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    boolean noneArrived() {
        return sent() > 0 && copies.isEmpty();
    }

    boolean allArrivedOnce() {
        return sent() > 0 && missing() == 0 && repeated() == 0;
    }

    boolean wasRefused() {
        return refused > 0;
    }

    /** Says whether of each pair of addresses so many are missing as chance may take. */
    boolean isShareMissing(double probability) {
        return isShare(pair -> sent(pair) - arrivedOf(pair), probability);
    }

    /** Says whether of each pair of addresses so many came twice as chance may have it. */
    boolean isShareRepeated(double probability) {
        return isShare(pair -> arrivals.getOrDefault(pair, List.of()).size() - arrivedOf(pair), probability);
    }

    /** Says whether of each pair of addresses so many overtook others as chance may have it. */
    boolean isShareOvertaking(double probability) {
        return isShare(pair -> overtaking(arrivals.getOrDefault(pair, List.of())), probability);
    }

    /** Some, not all, and as near to the mean as chance lets it be in all but one of a million cases. */
    private boolean isShare(IntUnaryOperator count, double probability) {
        return sent() > 0 && pairOf.values().stream().distinct().allMatch(pair -> {
            double mean = sent(pair) * probability;
            int counted = count.applyAsInt(pair);
            return counted > 0 && counted < sent(pair) && Math.abs(counted - mean) <= SIGMAS * Math.sqrt(mean * (1 - probability));
        });
    }

    /**
     * Returns whether some datagrams, and not all, came so many times, and followed each other in runs that are longer on average than a
     * number.
     */
    boolean isInRuns(int times, double length) {
        int datagrams = 0;
        int runs = 0;
        boolean before = false;
        for (int number = 0; number < sent(); number++) {
            boolean is = copies.getOrDefault(number, 0) == times;
            datagrams += is ? 1 : 0;
            runs += is && !before ? 1 : 0;
            before = is;
        }
        return datagrams > 0 && datagrams < sent() && datagrams > length * runs;
    }

    private int sent(int pair) {
        return (int) pairOf.values().stream().filter(any -> any == pair).count();
    }

    private int arrivedOf(int pair) {
        return (int) arrivals.getOrDefault(pair, List.of()).stream().distinct().count();
    }

    /** Says whether at least one bundle is neither whole nor gone, or there are none. */
    boolean isLostOneByOne() {
        for (int first = 0; bundle > 1 && first < sent(); first += bundle) {
            int there = 0;
            for (int number = first; number < first + bundle; number++) {
                there += copies.containsKey(number) ? 1 : 0;
            }
            if (there > 0 && there < bundle) {
                return true;
            }
        }
        return bundle == 1;
    }

    boolean isEveryThirdMissing() {
        for (int number = 0; number < sent(); number++) {
            if (copies.containsKey(number) == (number % 3 == 2)) {
                return false;
            }
        }
        return sent() > 0;
    }

    double quickestMs() {
        return delays.values().stream().mapToLong(delay -> delay).min().orElse(0) / NANOS_PER_MILLI;
    }

    /** Returns the number of datagrams that overtook an earlier one between the same two addresses. */
    int overtaking() {
        return arrivals.values().stream().mapToInt(Datagrams::overtaking).sum();
    }

    private static int overtaking(List<Integer> numbers) {
        int least = Integer.MAX_VALUE;
        int overtaking = 0;
        for (int i = numbers.size() - 1; i >= 0; i--) {
            overtaking += numbers.get(i) > least ? 1 : 0;
            least = Math.min(least, numbers.get(i));
        }
        return overtaking;
    }

    /** Returns the shortest time that an overtaken datagram took. */
    double quickestOvertakenMs() {
        long quickest = Long.MAX_VALUE;
        for (List<Integer> numbers : arrivals.values()) {
            int most = -1;
            for (int number : numbers) {
                quickest = number < most ? Math.min(quickest, delays.get(number)) : quickest;
                most = Math.max(most, number);
            }
        }
        return quickest / NANOS_PER_MILLI;
    }

    private double tookSeconds() {
        return copies.isEmpty() ? 0 : (lastArrival - sentAt.firstEntry().getValue()) / NANOS_PER_SECOND;
    }

    /**
     * Returns whether at no moment more had come than such a rate lets through, a tenth and one datagram aside: a part that goes past a
     * rate shows in the beginning, however long the rest takes.
     */
    boolean neverCameQuickerThan(int bitsPerSecond) {
        int largest = bitsOf.values().stream().mapToInt(bits -> bits).max().orElse(0);
        return progress.stream().allMatch(moment -> 0.9 * (moment.bits - largest) <= bitsPerSecond * moment.seconds);
    }

    @Override
    public String toString() {
        return sent() + " sent, " + missing() + " missing, " + repeated() + " repeated, " + overtaking() + " overtaking"
            + (overtaking() > 0 ? " some that took at least " + Math.round(quickestOvertakenMs()) + " ms, " : ", ") + refused + " refused, the quickest after " + Math.round(quickestMs()) + " ms, all in " + Math.round(tookSeconds() * 1_000) + " ms";
    }
}
