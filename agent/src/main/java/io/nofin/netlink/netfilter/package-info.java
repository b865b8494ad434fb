/**
 * The parts of netfilter that nofin uses, over nfnetlink. ipset: the entry point is {@link io.nofin.netlink.netfilter.IpSet}; see
 * ipset(8) and linux/netfilter/ipset/ip_set.h. nf_tables: {@link io.nofin.netlink.netfilter.NfOwnChains} finds and removes chains of
 * one's own, {@link io.nofin.netlink.netfilter.NfNewRules} makes rules, {@link io.nofin.netlink.netfilter.TableChanges} reports when somebody else changes rules,
 * {@link io.nofin.netlink.netfilter.IdleTables} removes what iptables-nft left; see nft(8) and linux/netfilter/nf_tables.h. Integers
 * inside attributes are big-endian here. Everything is a value except what holds a socket.
 */
package io.nofin.netlink.netfilter;
