package io.nofin.queue;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Packets in the order they go: the one that is due first, and of those due together the one that came first. Costs next to
 * nothing while packets go in the order they come, and a heap's logarithm otherwise. Not thread-safe.
 */
final class Schedule {

    private final ArrayDeque<Packet> inOrder = new ArrayDeque<>();
    private Packet[] heap = new Packet[64];
    private int heaped;
    private long sequence;

    void add(Packet packet) {
        packet.sequence = sequence++;
        if (inOrder.isEmpty() || inOrder.getLast().due <= packet.due) {
            inOrder.addLast(packet);
        } else {
            push(packet);
        }
    }

    boolean isEmpty() {
        return heaped == 0 && inOrder.isEmpty();
    }

    /** Returns whether all packets go in the order in which they came. */
    boolean isInOrder() {
        return heaped == 0;
    }

    int size() {
        return heaped + inOrder.size();
    }

    /** Returns the packet that goes first; there must be one. */
    Packet first() {
        return heapGoesFirst() ? heap[0] : inOrder.getFirst();
    }

    /** Removes and returns the packet that goes first; there must be one. */
    Packet removeFirst() {
        return heapGoesFirst() ? pop() : inOrder.removeFirst();
    }

    private boolean heapGoesFirst() {
        return heaped > 0 && (inOrder.isEmpty() || heap[0].isBefore(inOrder.getFirst()));
    }

    private void push(Packet packet) {
        if (heaped == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heaped);
        }
        int hole = heaped++;
        while (hole > 0 && packet.isBefore(heap[(hole - 1) / 2])) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = packet;
    }

    private Packet pop() {
        Packet first = heap[0];
        Packet moved = heap[--heaped];
        int hole = 0;
        while (2 * hole + 1 < heaped) {
            int child = 2 * hole + 1;
            if (child + 1 < heaped && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(moved)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = moved;
        return first;
    }
}
