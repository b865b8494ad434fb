package io.nofin.netlink.route;

/**
 * A handle or a class id of tc(8): {@code 1:} is a qdisc, {@code 1:2} a class of it. Both numbers are hexadecimal in text.
 *
 * @param major 0 to ffff
 * @param minor 0 to ffff
 */
public record Handle(int major, int minor) {

    /** {@code TC_H_ROOT}, the parent of a device's first qdisc. */
    public static final Handle ROOT = new Handle(0xFFFF, 0xFFFF);

    /** {@code TC_H_UNSPEC}: no handle, or one for the kernel to choose. */
    public static final Handle NONE = new Handle(0, 0);

    private static final int MAX = 0xFFFF;

    public Handle {
        if (major < 0 || major > MAX || minor < 0 || minor > MAX) {
            throw new IllegalArgumentException("not a handle: major=" + major + ", minor=" + minor);
        }
    }

    public static Handle qdisc(int major) {
        return new Handle(major, 0);
    }

    public static Handle of(long u32) {
        return new Handle((int) (u32 >>> 16 & MAX), (int) (u32 & MAX));
    }

    /** Returns the class of this qdisc with that minor number. */
    public Handle child(int childMinor) {
        return new Handle(major, childMinor);
    }

    /** Returns the qdisc that this class belongs to. */
    public Handle qdisc() {
        return new Handle(major, 0);
    }

    public long toU32() {
        return (long) major << 16 | minor;
    }

    /** Returns the handle as tc(8) and {@code iptables --set-class} write it. */
    @Override
    public String toString() {
        if (equals(ROOT)) {
            return "root";
        }
        return Integer.toHexString(major) + ":" + (minor == 0 ? "" : Integer.toHexString(minor));
    }

    /** Returns the handle as tc(8) names a parent: {@code root}, or {@code parent 1:2}. */
    String asParent() {
        return equals(ROOT) ? "root" : "parent " + this;
    }
}
