/**
 * iptables: rules as values, rendered for iptables-restore(8), read back from iptables-save(8), both back ends. The entry points are
 * {@link io.nofin.firewall.Iptables} and {@link io.nofin.firewall.RuleSet}. Values are immutable; {@link io.nofin.firewall.Iptables}
 * starts processes in the namespace of the calling thread.
 */
package io.nofin.firewall;
