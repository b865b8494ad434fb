/**
 * nofin's own shaping engine in user space, on NFQUEUE: for kernels without sch_netem, for what comes in, and for effects that netem
 * has not. Enter by {@link io.nofin.queue.QueueEngine}: one for each namespace and run, a {@link io.nofin.queue.Lane} in it for
 * each fault and direction. What is decided about packets is in {@link io.nofin.queue.effect}, and is pure; here is what moves them.
 *
 * <p>Rules bring the packets. {@code PAST-OUT}, {@code PAST-IN}, {@code HOLD}, {@code LANE-n} and {@code LANES}, which is all lanes
 * together, are those of {@link io.nofin.plan.MarkBits}; {@code N} is the engine's queue number. Out, for each family:
 *
 * <pre>
 *   *mangle
 *   :NOFIN-run-out - [0:0]
 *   -I OUTPUT 1 -m mark --mark PAST-OUT/PAST-OUT -j ACCEPT
 *   -I POSTROUTING 1 -j NOFIN-run-out
 *   -A NOFIN-run-out -m mark --mark PAST-OUT/PAST-OUT -j RETURN
 *   -A NOFIN-run-out SELECTOR-n -m set --match-set GATE-n dst -j MARK --or-mark LANE-n      (one for each fault)
 *   -A NOFIN-run-out -m mark ! --mark 0x0/LANES -m conntrack ! --ctstatus CONFIRMED -j MARK --or-mark HOLD
 *   -A NOFIN-run-out -m mark ! --mark 0x0/LANES -m conntrack --ctstate DNAT --ctdir ORIGINAL -j MARK --or-mark HOLD
 *   -A NOFIN-run-out -m mark ! --mark 0x0/LANES -m conntrack --ctstate SNAT -j MARK --or-mark HOLD
 *   -A NOFIN-run-out -m mark ! --mark 0x0/LANES -p tcp -m mark --mark 0x0/HOLD -m addrtype --src-type LOCAL -j NFQUEUE --queue-num N --queue-bypass
 *   -A NOFIN-run-out -m mark ! --mark 0x0/LANES -j NFQUEUE --queue-num N+2 --queue-bypass
 *   COMMIT
 *   *filter
 *   -I OUTPUT 1 -m mark --mark PAST-OUT/PAST-OUT -j ACCEPT
 *   COMMIT
 * </pre>
 *
 * The rules with {@code conntrack} belong only where rules of the namespace depend on connection tracking, as they would switch it on;
 * see {@link io.nofin.plan.Resending} for which of them. Large packets of queue N come whole, for the engine to take apart: what TCP's
 * segments are can be asked. Those of the others are taken apart by the kernel before they come, unless they are only delayed: NFQUEUE
 * does not tell the size of UDP's segments, nor of those that are forwarded. In:
 *
 * <pre>
 *   *mangle
 *   :NOFIN-run-in - [0:0]
 *   -I PREROUTING 1 -j NOFIN-run-in
 *   -A NOFIN-run-in -m mark --mark PAST-IN/PAST-IN -j RETURN
 *   -A NOFIN-run-in SELECTOR-n -m set --match-set GATE-n src -j MARK --or-mark LANE-n
 *   -A NOFIN-run-in -m mark ! --mark 0x0/LANES -j NFQUEUE --queue-num N+1 --queue-bypass
 *   -I INPUT 1 -m mark --mark PAST-IN/PAST-IN -j MARK --set-xmark 0x0/ALL-BITS-OF-THE-RUN
 *   -I FORWARD 1 -m mark --mark PAST-IN/PAST-IN -j MARK --set-xmark 0x0/ALL-BITS-OF-THE-RUN
 *   COMMIT
 * </pre>
 *
 * <p>What becomes of a packet:
 * <ul>
 * <li>Of a local socket, out: <em>stolen</em>. It is copied and dropped, which releases the socket, and the copy is sent later
 *   through a raw socket. That passes the rules of OUTPUT again, where {@code PAST-OUT} takes it past the user's, which have seen it
 *   already; connection tracking sees it as sent again. Larger than the device: taken apart into segments or fragments before
 *   anything is decided, so that faults hit packets of the wire.
 * <li>The same, a large TCP packet that is only delayed: the copy goes whole, through a packet socket with virtio-net headers, where
 *   the device is Ethernet and the neighbour known. That is behind all rules and connection tracking, which know a connection by the
 *   time it sends large packets. Datagrams of one flow and length that go at the same moment go as one packet, too, with UDP
 *   segmentation, which the far kernel or the device undoes; one in a second goes the other way, for connection tracking.
 *   Neither happens where rules behind the engine's must see every packet, which {@link io.nofin.queue.QueueEngine#start} is told.
 * <li>Where rules of OUTPUT could tell a copy from its original, every copy goes through the packet socket, behind all rules, all of
 *   which have seen the original.
 * <li>Forwarded, multicast, with {@code HOLD}, or of a kind that could not be sent again as it was (SCTP, tunnels), or where no way is
 *   right for copies: <em>held</em> by the kernel, until the verdict lets it on. Right, but TCP that is held is slow: the socket waits
 *   for its packets to leave (TCP small queues), and has two of them on the way at a time. A rule behind the engine's that asks for the
 *   owner does not find one when the socket was closed meanwhile.
 *   The duplicate of a held packet is sent right behind it, when connection tracking knows the connection: through a raw socket, under
 *   the addresses that the connection has in front of its translation, or through the packet socket; see
 *   {@link io.nofin.plan.Resending.Duplicates}.
 * <li>In: held. Copies of duplicates come in over loopback, to the same socket. Large packets come whole while they are only delayed,
 *   and in pieces of the wire otherwise.
 * </ul>
 * A held packet goes through the table once more ({@code NF_REPEAT}), with {@code PAST-OUT} or {@code PAST-IN}, so that the user's
 * rules behind nofin's see it, and those of another run, which has other bits.
 *
 * <p>When the engine is gone, however it went, {@code --queue-bypass} lets packets past; what was stolen or held is lost then. When
 * it cannot keep up, packets are dropped and counted: by the lane's limit and the engine's memory here, by the kernel in
 * {@code /proc/net/netfilter/nfnetlink_queue}. What the kernel does not take back is counted by the reason, see
 * {@link io.nofin.queue.effect.Undelivered}; a run in which that happened fails. Threads: one for each direction that has a lane; nothing runs while nothing is queued.
 */
package io.nofin.queue;
