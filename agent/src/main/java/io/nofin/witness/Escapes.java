package io.nofin.witness;

import io.nofin.inject.ChosenConnections;
import io.nofin.inject.GateCount;
import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetHost;
import io.nofin.unit.IpFamily;
import io.nofin.unit.TimeSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * Watches the hosts that get rules for what a counter cannot show: packets of a drop, a partition or a rejection that left
 * nevertheless. It captures only outgoing packets, and only those that the faults must not let out: while the faults hold, there are
 * none. It also looks for packet sockets, by which programs send behind iptables and read in front of it; see packet(7). It works
 * without being asked for, on the first {@value #MOST_HOSTS} hosts of a run. Captures begin on threads of their own, as the kernel takes
 * some 10 ms for each, an RCU grace period. Tell it when gates move; any thread, one at a time.
 */
public final class Escapes implements AutoCloseable {

    /** The number of hosts watched at most: each capture sets aside some megabytes, and has a thread. */
    static final int MOST_HOSTS = 32;

    /** The time that a packet that passed the rules before may wait for its turn at the device, or for the processor. */
    private static final long SETTLE_NANOS = 50_000_000;
    private static final long EDGE_NANOS = 1_000_000;
    private static final int LINK_LOCAL = 0xFE80;               // fe80::/10
    private static final int LINK_LOCAL_MASK = 0xFFC0;
    private static final long LET_GO = -1;
    private static final CaptureScope SCOPE = CaptureScope.CONNECTION.capturing(160);        // a cooked header is longer than Ethernet's

    private final Map<Path, Host> hosts = new LinkedHashMap<>();
    private final List<Watch> watches = new ArrayList<>();

    /** One host; the capture is empty where none of its faults drops packets. */
    private static final class Host {

        private final TargetHost host;
        private final NetworkNamespace namespace;       // a descriptor of its own: the run closes those of hosts that leave
        private final PacketSockets packetSockets;
        private final Set<String> bypasses = new LinkedHashSet<>();
        private Optional<FutureTask<WireWitness>> opening = Optional.empty();
        private Optional<WireWitness> capture = Optional.empty();
        private Optional<String> doubt = Optional.empty();

        private Host(TargetHost host) throws IOException {
            this.namespace = NetworkNamespace.open(host.namespace().descriptorPath());
            this.host = host.heldBy(namespace);
            this.packetSockets = PacketSockets.watch(namespace);
        }

        private void open(String filter, CaptureMemory.Share memory) {
            FutureTask<WireWitness> task = new FutureTask<>(() -> WireWitness.watchAny(host, filter, SCOPE, memory));
            opening = Optional.of(task);
            Threads.daemon("nofin-escapes-" + host.label(), task).start();
        }

        private void await() {
            if (opening.isPresent()) {
                try {
                    capture = Optional.of(Threads.result(opening.get()));
                } catch (ExecutionException e) {
                    doubt = Optional.of("what left was not watched: " + e.getCause().getMessage());
                }
                opening = Optional.empty();
            }
        }
    }

    /**
     * One fault on that host.
     *
     * @param firedNanos one number: the time when it was fired, 0 while it is not in force, or {@value #LET_GO}
     */
    private record Watch(Gate gate, boolean takes, boolean rejects, boolean byIcmp, Selection selection, Host at, List<TimeSpan> inForce, long[] firedNanos) {
    }

    private Escapes() {
    }

    /** Starts to watch, which {@link #await} waits for. A failure to do so is no failure of the run, but a doubt about its result. */
    public static Escapes watch(Scenario scenario, Plan plan, Map<Path, TargetHost> found, CaptureMemory memory) throws IOException {
        Escapes escapes = new Escapes();
        try {
            escapes.begin(scenario, plan, found, memory);
            return escapes;
        } catch (IOException | RuntimeException e) {
            escapes.close();
            throw e;
        }
    }

    private void begin(Scenario scenario, Plan plan, Map<Path, TargetHost> found, CaptureMemory memory) throws IOException {
        for (HostPlan host : plan.hosts()) {
            TargetHost target = found.get(host.host().namespace());
            if (target != null) {
                Host at = new Host(target);
                hosts.put(host.host().namespace(), at);
                host.gates().forEach(gate -> add(scenario.faults().get(gate.fault()), host, gate, at));
                start(at, memory.share(Math.min(MOST_HOSTS, plan.hosts().size())));
            }
        }
        look();
    }

    /** Waits until every capture has begun, or could not: nothing may be fired before. */
    public synchronized void await() {
        hosts.values().forEach(Host::await);
    }

    /** Looks for processes that have packet sockets now. Cheap where there are none; call it many times a second, as some live shortly. */
    public synchronized void look() {
        hosts.values().forEach(at -> at.bypasses.addAll(at.packetSockets.owners()));
    }

    /**
     * Notes that gates are open.
     *
     * @param nanos the time at which all gates are known to be open, on the clock of {@link System#nanoTime}
     */
    public synchronized void fired(List<String> names, long nanos) {
        watches.stream().filter(watch -> names.contains(watch.gate.fault()) && watch.firedNanos[0] != LET_GO)
            .forEach(watch -> watch.firedNanos[0] = nanos);
    }

    /**
     * Notes that gates are about to close.
     *
     * @param nanos the time when the first gate is about to be closed
     */
    public synchronized void healing(List<String> names, long nanos) {
        watches.stream().filter(watch -> names.contains(watch.gate.fault())).forEach(watch -> end(watch, nanos));
    }

    /**
     * Stops watching a gate: its host is about to lose its rules, or its peers are about to change.
     *
     * @param nanos a time before that
     */
    public synchronized void letGo(Gate gate, long nanos) {
        watches.stream().filter(watch -> watch.gate.number() == gate.number() && watch.gate.host().namespace().equals(gate.host().namespace()))
            .forEach(watch -> {
                end(watch, nanos);
                watch.firedNanos[0] = LET_GO;
            });
    }

    private static void end(Watch watch, long nanos) {
        if (watch.firedNanos[0] > 0) {
            watch.inForce.add(new TimeSpan(watch.firedNanos[0], nanos));
            watch.firedNanos[0] = 0;
        }
    }

    /**
     * Returns what was seen while faults were in force, a value for each fault and host.
     *
     * @param inFlight the longest time for which other faults may have held packets that had passed the rules when a cut began
     */
    public synchronized List<Escape> found(List<GateCount> counts, Duration inFlight) {
        await();
        look();
        return watches.stream().map(watch -> found(watch, counts, inFlight)).toList();
    }

    @Override
    public void close() {
        await();
        hosts.values().forEach(at -> {
            at.capture.ifPresent(WireWitness::close);
            at.packetSockets.close();
            at.namespace.close();
        });
        watches.forEach(watch -> watch.selection.close());
    }

    private void add(Fault fault, HostPlan host, Gate gate, Host at) {
        boolean rejects = fault.kind() == EffectKind.REJECT;
        boolean takes = rejects || fault.kind() == EffectKind.DROP;
        PeerSet peers = new PeerSet(Stream.of(IpFamily.values()).flatMap(family -> gate.members(family).stream()).toList());
        boolean byIcmp = fault.effect() instanceof Reject reject && reject.with() instanceof RejectWith.Icmp;
        watches.add(new Watch(gate, takes, rejects, byIcmp, new Selection(gate.host().localized(fault.selector()), peers, host.facts().exemptions()), at, new ArrayList<>(),
            new long[1]));
    }

    private void start(Host at, CaptureMemory.Share memory) {
        List<Selection> selections = watches.stream().filter(watch -> watch.at == at && watch.takes).map(Watch::selection).toList();
        if (selections.isEmpty() || at.host.interfaces().stream().allMatch(Captures.LOOPBACK::equals)) {
            return;
        }
        if (hosts.values().stream().filter(host -> host.opening.isPresent()).count() < MOST_HOSTS) {
            at.open("outbound and (" + KernelFilter.of(selections) + ")", memory);
        }
    }

    private Escape found(Watch watch, List<GateCount> counts, Duration inFlight) {
        List<String> doubts = new ArrayList<>(watch.takes ? watch.at.doubt.stream().toList() : List.of());
        long left = 0;
        long passedOn = 0;
        long untold = 0;
        long answers = 0;
        if (watch.takes && watch.at.capture.isPresent()) {
            narrow(watch, counts);
            Map<Integer, String> interfaces = new HashMap<>();
            Set<InetAddress> own = new HashSet<>();
            lookAt(watch.at, interfaces, own);
            for (TimeSpan timeSpan : watch.inForce) {
                answers += answers(watch, watch.at.capture.get().sweep(timeSpan.within(-EDGE_NANOS, -EDGE_NANOS)), own);
                untold += watch.byIcmp ? untold(watch, watch.at.capture.get().sweep(timeSpan.within(EDGE_NANOS, EDGE_NANOS)), interfaces, own) : 0;
                CaptureSlice sweep = watch.at.capture.get().sweep(timeSpan.within(SETTLE_NANOS + inFlight.toNanos(), EDGE_NANOS));
                sweep.missing().filter(doubt -> doubts.isEmpty()).ifPresent(doubts::add);
                for (CapturedPacket capturedPacket : sweep.packets()) {
                    boolean foreign = isForeign(capturedPacket, own);
                    boolean selected = watch.selection.selectsLeaving(capturedPacket, foreign, interfaces.getOrDefault(index(capturedPacket), ""));
                    boolean answer = watch.rejects && (capturedPacket.packet().rst() || capturedPacket.packet().isIcmpError());
                    boolean alone = watch.byIcmp && isTcpToLinkLocal(capturedPacket);
                    left += selected && !answer && !foreign && !alone ? 1 : 0;
                    passedOn += selected && !answer && foreign ? 1 : 0;
                }
            }
        }
        return new Escape(watch.gate.fault(), watch.at.host.label(), left, passedOn, untold, answers, List.copyOf(watch.at.bypasses), doubts);
    }

    /** Counts answers from the first moment on: a packet that is refused is answered at once. */
    private static long answers(Watch watch, CaptureSlice sweep, Set<InetAddress> own) {
        return sweep.packets().stream().filter(capturedPacket -> watch.rejects && watch.selection.answers(capturedPacket) && !isForeign(capturedPacket, own)).count();
    }

    /** Counts what a rejection left alone from the first moment on: more of a connection may follow, or nothing. */
    private static long untold(Watch watch, CaptureSlice sweep, Map<Integer, String> interfaces, Set<InetAddress> own) {
        return sweep.packets().stream().filter(capturedPacket -> isTcpToLinkLocal(capturedPacket) && !capturedPacket.packet().rst()
            && !isForeign(capturedPacket, own)
            && watch.selection.selectsLeaving(capturedPacket, false, interfaces.getOrDefault(index(capturedPacket), ""))).count();
    }

    private static void narrow(Watch watch, List<GateCount> counts) {
        if (watch.selection.selector().connections().isPresent()) {
            watch.selection.narrow(counts.stream().filter(count -> count.gate().equals(watch.gate)).flatMap(count -> count.chosen().stream())
                .reduce(ChosenConnections::plus).map(ChosenConnections::ends).orElse(new HashSet<>()));
        }
    }

    /** Looks at the host as it is now: interfaces by their numbers, and every address, link-local ones included. */
    private static void lookAt(Host at, Map<Integer, String> interfaces, Set<InetAddress> own) {
        at.host.addresses().forEach(network -> own.add(network.address()));
        try (RouteSocket route = at.namespace.call(RouteSocket::open)) {
            route.links().forEach(link -> interfaces.put(link.index(), link.name()));
            route.addresses().forEach(address -> own.add(address.address()));
        } catch (IOException gone) {
            return;             // gone with the namespace
        }
    }

    private static boolean isTcpToLinkLocal(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        int at = capturedPacket.ip().destination();
        return capturedPacket.ip().protocol() == IpHeader.TCP && capturedPacket.ip().family() == IpFamily.IPV6 && at + 1 < bytes.length
            && (Bytes.u16(bytes, at) & LINK_LOCAL_MASK) == LINK_LOCAL;
    }

    private static int index(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        return Bytes.u16(bytes, LinkLayer.SLL2_INTERFACE) << Short.SIZE | Bytes.u16(bytes, LinkLayer.SLL2_INTERFACE + 2);
    }

    /**
     * Returns whether it is another host's packet that this host passes on. A host without an address, as DHCP's clients are, sends
     * from none.
     */
    private static boolean isForeign(CapturedPacket capturedPacket, Set<InetAddress> own) {
        int at = capturedPacket.ip().source();
        byte[] source = Arrays.copyOfRange(capturedPacket.frame().bytes(), at, at + capturedPacket.ip().addressLength());
        try {
            InetAddress address = InetAddress.getByAddress(source);
            return !address.isAnyLocalAddress() && !address.isLinkLocalAddress() && !own.contains(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes: length=" + source.length, e);
        }
    }
}
