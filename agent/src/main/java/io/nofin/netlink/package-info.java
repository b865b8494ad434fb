/**
 * The netlink protocol: messages, attributes, acknowledgements; see netlink(7) and linux/netlink.h. The entry point is
 * {@link io.nofin.netlink.NetlinkSocket}; each protocol family has a package below this one. Requests are values and may be shared;
 * sockets, writers and readers belong to one thread at a time.
 */
package io.nofin.netlink;
