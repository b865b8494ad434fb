package io.nofin.netlink;

import io.nofin.linux.Errno;
import java.io.IOException;

/** The kernel's refusal of a request that it understood. The message is {@code operation: ENAME: explanation}. */
public final class NetlinkException extends IOException {

    private final int number;

    /**
     * @param operation the request, best as the shell command it stands for
     * @param number    the error number of the answer, above zero; subsystems have numbers of their own above 4096
     * @param explanation the kernel's extended acknowledgement, empty when it gave none
     */
    public NetlinkException(String operation, int number, String explanation) {
        super(operation + ": " + Errno.describe(number) + (explanation.isEmpty() ? "" : ": " + explanation));
        this.number = number;
    }

    public Errno errno() {
        return Errno.of(number);
    }

    public int number() {
        return number;
    }
}
