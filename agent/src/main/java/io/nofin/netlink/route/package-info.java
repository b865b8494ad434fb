/**
 * Links, addresses and traffic control over rtnetlink(7). The entry points are {@link io.nofin.netlink.route.RouteSocket} and, for
 * shaping, {@link io.nofin.netlink.route.ShapingTree}; each request is a {@link io.nofin.netlink.route.RouteRequest} that knows the
 * ip(8) or tc(8) command it equals. Requests and answers are values and may be shared; a socket belongs to one thread at a time.
 */
package io.nofin.netlink.route;
