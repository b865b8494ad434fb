/**
 * ipset over nfnetlink; see ipset(8) and linux/netfilter/ipset/ip_set.h. Enter by {@link io.nofin.netlink.netfilter.IpSet}.
 * Integers inside attributes are big-endian here. Everything is a value.
 */
package io.nofin.netlink.netfilter;
