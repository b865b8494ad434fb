package io.nofin.netlink.netfilter;

import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import java.io.IOException;
import java.util.List;

/**
 * The rules that one transaction has made, which another takes out again as long as nobody has changed anything since: then nothing
 * has to be read.
 *
 * @param generation the generation of the rules that the transaction has made
 * @param removal    the requests that remove them with everything that was made for them
 */
public record NfInstalled(long generation, List<NetlinkRequest> removal) {

    public NfInstalled {
        removal = List.copyOf(removal);
    }

    /** Removes them; returns {@code false} when rules have changed since, and does nothing then. */
    public boolean remove(NetlinkSocket socket) throws IOException {
        try {
            socket.transact("nft delete rule", NfTransaction.batch(generation, removal), answer -> { });
            return true;
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ERESTART) {
                return false;
            }
            throw e;
        }
    }
}
