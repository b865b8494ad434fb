/**
 * The netlink protocol: messages, attributes, acknowledgements; see netlink(7) and linux/netlink.h. Enter by
 * {@link io.nofin.netlink.NetlinkSocket}; one package below for each protocol family. Requests are values and may be shared;
 * sockets, writers and readers belong to one thread at a time.
 */
package io.nofin.netlink;
