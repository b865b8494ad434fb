package io.nofin.queue.effect;

import io.nofin.scenario.Loss;
import java.util.Arrays;

/** Loses exactly the packets listed. */
final class ListedLoss implements LossProcess {

    private final int[] numbers;

    ListedLoss(Loss.Packets packets) {
        this.numbers = packets.numbers().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    @Override
    public boolean loses(long number) {
        return number <= Integer.MAX_VALUE && Arrays.binarySearch(numbers, (int) number) >= 0;
    }
}
