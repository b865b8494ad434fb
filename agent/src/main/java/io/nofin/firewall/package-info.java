/**
 * iptables: rules as values, both back ends. {@link io.nofin.firewall.OwnRules} chooses the way by which rules get into a namespace, are
 * counted and removed:
 *
 * <pre>
 *   RuleSet -> OwnRules -> NftRules -> NftRule -> Extensions -> netlink.netfilter, netlink.xtables     over netlink
 *                       -> Iptables                          -> iptables-restore(8), iptables-save(8)  all else
 * </pre>
 *
 * Values are immutable; {@link io.nofin.firewall.Iptables} starts processes in the namespace of the calling thread. A new match or target
 * needs a record in {@link io.nofin.netlink.xtables}, a line in {@code Extensions} and one in {@code NftRulesTest}; without them rules that
 * have it go by the program.
 */
package io.nofin.firewall;
