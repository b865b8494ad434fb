/**
 * The matches and targets of iptables-extensions(8) as structs of the kernel: one record for each struct of linux/netfilter/xt_*.h,
 * linux/netfilter_ipv4/ipt_*.h and linux/netfilter_ipv6/ip6t_*.h that nofin's rules need. The entry point is
 * {@link io.nofin.netlink.xtables.Extension}. Integers are in native byte order unless the kernel's field is a {@code __be16}.
 * Everything is an immutable value.
 */
package io.nofin.netlink.xtables;
