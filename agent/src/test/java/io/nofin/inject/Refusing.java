package io.nofin.inject;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.Table;
import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.plan.Kernel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A real kernel that fails once, at one operation, in one way; everything else it does. Counts operations. One thread at a time. */
final class Refusing implements Kernel {

    private final Kernel kernel;
    private final int at;
    private final Way way;
    private int operations;

    /** The ways in which an operation fails. */
    enum Way { ENOBUFS, EINTR, EBUSY, EPERM, ENOMEM, NO_PROGRAM, HALF_DONE, DONE_BUT_NO_ANSWER }

    Refusing(Kernel kernel, int at, Way way) {
        this.kernel = kernel;
        this.at = at;
        this.way = way;
    }

    int operations() {
        return operations;
    }

    @Override
    public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
        if (++operations != at) {
            kernel.netfilter(operation, requests);
            return;
        }
        if (way == Way.DONE_BUT_NO_ANSWER) {
            kernel.netfilter(operation, requests);
            throw new ErrnoException("receive netlink answer", Errno.ENOBUFS.value());
        }
        throw switch (way) {
            case EINTR, ENOBUFS -> new ErrnoException("send netlink request", Errno.valueOf(way.name()).value());
            case EBUSY, EPERM, ENOMEM -> new NetlinkException(operation, Errno.valueOf(way.name()).value(), "");
            default -> new NetlinkException(operation, Errno.EBUSY.value(), "");
        };
    }

    @Override
    public void install(Map<Iptables, RuleSet> rules) throws IOException {
        if (++operations != at) {
            kernel.install(rules);
            return;
        }
        if (way == Way.HALF_DONE) {
            kernel.install(half(rules));
        }
        if (way == Way.DONE_BUT_NO_ANSWER) {
            kernel.install(rules);
        }
        throw refusal();
    }

    @Override
    public void remove(Map<Iptables, RuleSet> rules, Predicate<String> ours) throws IOException {
        if (++operations != at) {
            kernel.remove(rules, ours);
            return;
        }
        if (way == Way.HALF_DONE) {
            kernel.remove(half(rules), name -> half(rules).values().stream().flatMap(half -> half.rules().stream()).anyMatch(rule -> rule.chain().equals(name)));
        }
        if (way == Way.DONE_BUT_NO_ANSWER) {
            kernel.remove(rules, ours);
        }
        throw refusal();
    }

    private static Map<Iptables, RuleSet> half(Map<Iptables, RuleSet> rules) {
        Map<Iptables, RuleSet> half = new LinkedHashMap<>();
        rules.forEach((iptables, whole) -> half.put(iptables, half(whole)));
        return half;
    }

    /** Returns the rules of the first table only: each is changed whole or not at all. */
    private static RuleSet half(RuleSet rules) {
        Table first = rules.tables().get(0);
        return new RuleSet(rules.jumps().stream().filter(rule -> rule.table() == first).toList(),
            rules.rules().stream().filter(rule -> rule.table() == first).toList());
    }

    private IOException refusal() {
        return new IOException(way == Way.NO_PROGRAM ? "start iptables-restore: ENOENT" : "iptables-restore: exit status 4: " + way);
    }
}
