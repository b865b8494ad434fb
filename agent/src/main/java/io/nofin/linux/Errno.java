package io.nofin.linux;

/** The error numbers that nofin tells apart, with the values of asm-generic/errno.h; {@link #OTHER} stands for all the rest. */
public enum Errno {
    EPERM(1), ENOENT(2), ESRCH(3), EINTR(4), EBADF(9), EAGAIN(11), ENOMEM(12), EACCES(13), EBUSY(16), EEXIST(17),
    ENODEV(19), EINVAL(22), EMFILE(24), ENOSPC(28), ERANGE(34), ELOOP(40), ERESTART(85), EMSGSIZE(90), ENOPROTOOPT(92), EPROTONOSUPPORT(93), EOPNOTSUPP(95),
    EADDRINUSE(98), ENETDOWN(100), ENETUNREACH(101), ENOBUFS(105), ETIMEDOUT(110), ECONNREFUSED(111), EHOSTUNREACH(113),
    OTHER(-1);

    private final int value;

    Errno(int value) {
        this.value = value;
    }

    public static Errno of(int value) {
        for (Errno errno : values()) {
            if (errno.value == value) {
                return errno;
            }
        }
        return OTHER;
    }

    public int value() {
        return value;
    }

    /** Returns a text such as {@code EPERM: Operation not permitted}; numbers without a name here print as {@code errno 87: ...}. */
    public static String describe(int value) {
        Errno errno = of(value);
        String name = errno == OTHER ? "errno " + value : errno.name();
        return name + ": " + LibC.INSTANCE.strerror(value).getString(0);
    }
}
