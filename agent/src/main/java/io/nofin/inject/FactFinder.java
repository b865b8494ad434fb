package io.nofin.inject;

import io.nofin.api.UnsupportedHostException;
import io.nofin.firewall.BackEnd;
import io.nofin.firewall.Iptables;
import io.nofin.linux.Errno;
import io.nofin.linux.IpFamilies;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.NfTables;
import io.nofin.plan.Exemption;
import io.nofin.plan.HostFacts;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds out the facts that the planner needs about a namespace, without changing anything in it. */
public final class FactFinder {

    /** The queue number that is tried first: a high one, which is nobody's default. */
    static final int FAVOURITE_VOID_QUEUE = 60_999;

    private static final Path NET = Path.of("/proc/thread-self/net");

    private static final Set<IpFamily> TAKEN = ConcurrentHashMap.newKeySet();     // the families for which nf_tables takes tables

    private FactFinder() {
    }

    /**
     * Finds out the facts about a namespace.
     *
     * @param exemptions connections there that no fault may touch
     * @throws UnsupportedHostException when no iptables is installed
     */
    public static HostFacts find(NetworkNamespace namespace, List<Exemption> exemptions) throws IOException {
        return namespace.call(() -> new HostFacts(backEnd(IpFamily.IPV4), hasIpv6() ? Optional.of(backEnd(IpFamily.IPV6)) : Optional.empty(),
            voidQueue(boundQueues()), watchQueue(boundQueues()), exemptions, Optional.empty()));
    }

    /** Finds out the facts about a namespace whose packets are to be shaped. */
    public static HostFacts find(NetworkNamespace namespace, List<Exemption> exemptions, NetemKernel kernel) throws IOException {
        return find(namespace, exemptions).with(ShapingFactFinder.find(namespace, kernel, boundQueues(namespace)));
    }

    /** Returns the facts about a namespace that nobody has used yet. */
    public static HostFacts ofNewNamespace() throws IOException {
        return new HostFacts(unusedBackEnd(IpFamily.IPV4), hasIpv6() ? Optional.of(unusedBackEnd(IpFamily.IPV6)) : Optional.empty(),
            FAVOURITE_VOID_QUEUE, HostFacts.FIRST_WATCH_QUEUE, List.of(), Optional.empty());
    }

    /** Returns the facts about a namespace that nobody has used yet and whose packets are to be shaped. */
    public static HostFacts ofNewNamespace(NetemKernel kernel) throws IOException {
        return ofNewNamespace().with(ShapingFactFinder.ofNewNamespace(kernel));
    }

    /** Returns the installed back ends that hold tables in the namespace, for each family. */
    static List<Iptables> inUse(NetworkNamespace namespace) throws IOException {
        return namespace.call(() -> {
            List<Iptables> inUse = new ArrayList<>();
            for (IpFamily family : IpFamilies.ofKernel()) {
                if (!nftTables(family).isEmpty()) {
                    inUse.add(new Iptables(BackEnd.NFT, family));
                }
                if (!legacyTables(family).isEmpty()) {
                    inUse.add(new Iptables(BackEnd.LEGACY, family));
                }
            }
            inUse.removeIf(iptables -> !iptables.isInstalled());
            return inUse;
        });
    }

    /** Returns the installed programs of ip_tables, for each family that has tables of it in the namespace. */
    static List<Iptables> legacyInUse(NetworkNamespace namespace) throws IOException {
        return namespace.call(() -> {
            List<Iptables> inUse = new ArrayList<>();
            for (IpFamily family : IpFamily.values()) {
                if (!legacyTables(family).isEmpty()) {
                    inUse.add(new Iptables(BackEnd.LEGACY, family));
                }
            }
            inUse.removeIf(iptables -> !iptables.isInstalled());
            return inUse;
        });
    }

    /** Returns the NFQUEUE numbers that somebody listens on in the namespace. */
    static Set<Integer> boundQueues(NetworkNamespace namespace) throws IOException {
        return namespace.call(FactFinder::boundQueues);
    }

    /** Returns the back end that holds tables already, otherwise nf_tables: the kernel runs both, but people look into one. */
    private static BackEnd backEnd(IpFamily family) throws IOException {
        List<BackEnd> installed = installed(family);
        if (installed.size() == 1 || !nftTables(family).isEmpty()) {
            return installed.get(0);
        }
        return legacyTables(family).isEmpty() ? unusedBackEnd(family) : BackEnd.LEGACY;
    }

    /** Returns nf_tables, unless the kernel has none, or not for the family: User-Mode Linux as Debian builds it is like that. */
    private static BackEnd unusedBackEnd(IpFamily family) throws IOException {
        List<BackEnd> installed = installed(family);
        return installed.size() == 1 || nftTakesTables(family) ? installed.get(0) : BackEnd.LEGACY;
    }

    /** Asks the kernel once in the life of the process where it does: what it discards, it keeps for the length of a grace period. */
    private static boolean nftTakesTables(IpFamily family) throws IOException {
        if (TAKEN.contains(family)) {
            return true;
        }
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            socket.request("nft list tables", NfTables.list(family));      // refused where there is no nf_tables at all
            socket.send(NfTables.check(family));
            socket.awaitAcknowledgements(() -> "nft -c add table", 1);
            TAKEN.add(family);
            return true;
        } catch (NetlinkException e) {
            return e.errno() == Errno.EPERM;        // only root gets an answer
        }
    }

    /** Returns the installed back ends, the preferred one first. */
    private static List<BackEnd> installed(IpFamily family) throws UnsupportedHostException {
        List<BackEnd> installed = Stream.of(BackEnd.NFT, BackEnd.LEGACY)
            .filter(backEnd -> new Iptables(backEnd, family).isInstalled()).toList();
        if (installed.isEmpty()) {
            throw new UnsupportedHostException(BackEnd.NFT.program(family) + " and " + BackEnd.LEGACY.program(family)
                + " are not installed: apt-get install iptables");
        }
        return installed;
    }

    private static List<String> legacyTables(IpFamily family) throws IOException {
        return lines(NET.resolve(family == IpFamily.IPV4 ? "ip_tables_names" : "ip6_tables_names"));
    }

    private static List<String> nftTables(IpFamily family) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            return NfTables.names(socket.request("nft list tables", NfTables.list(family)));
        } catch (NetlinkException e) {
            return List.of();           // a kernel without nf_tables holds no tables in it
        }
    }

    private static boolean hasIpv6() {
        return IpFamilies.ofKernel().contains(IpFamily.IPV6);
    }

    private static Set<Integer> boundQueues() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        for (String line : lines(NET.resolve("netfilter/nfnetlink_queue"))) {
            numbers.add(Integer.valueOf(line.strip().split("\\s+")[0]));
        }
        return numbers;
    }

    private static int voidQueue(Set<Integer> bound) throws UnsupportedHostException {
        for (int number = FAVOURITE_VOID_QUEUE; number >= 0; number--) {
            if (!bound.contains(number)) {
                return number;
            }
        }
        throw new UnsupportedHostException("somebody listens on every NFQUEUE number: end those programs");
    }

    private static int watchQueue(Set<Integer> bound) throws UnsupportedHostException {
        for (int number = HostFacts.FIRST_WATCH_QUEUE; number >= 0; number -= HostFacts.WATCH_QUEUES) {
            if (IntStream.range(number, number + HostFacts.WATCH_QUEUES).noneMatch(bound::contains)) {
                return number;
            }
        }
        throw new UnsupportedHostException("no " + HostFacts.WATCH_QUEUES + " NFQUEUE numbers in a row are free: end programs that listen on some");
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();           // the kernel has no part that could list anything
        }
    }
}
