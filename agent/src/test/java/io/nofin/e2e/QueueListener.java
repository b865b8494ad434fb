package io.nofin.e2e;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import java.io.IOException;

/** Binds an NFQUEUE number, as a program in user space does that judges packets; this one never judges any. */
record QueueListener(int number, NetlinkSocket socket) implements AutoCloseable {

    private static final int NFNL_SUBSYS_QUEUE = 3 << 8;
    private static final int NFQNL_MSG_CONFIG = 2;
    private static final int NFQA_CFG_CMD = 1;          // struct nfqnl_msg_config_cmd in linux/netfilter/nfnetlink_queue.h
    private static final int NFQNL_CFG_CMD_BIND = 1;

    static QueueListener bind(NetworkNamespace namespace, int number) throws IOException {
        NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
        socket.request("bind NFQUEUE " + number, new NetlinkRequest(NFNL_SUBSYS_QUEUE | NFQNL_MSG_CONFIG, NetlinkRequest.ACK,
            out -> out.u8(0).u8(0).be16(number)         // struct nfgenmsg: family, version, res_id
                .attribute(NFQA_CFG_CMD, command -> command.u8(NFQNL_CFG_CMD_BIND).zeros(3))));
        return new QueueListener(number, socket);
    }

    @Override
    public void close() {
        socket.close();
    }
}
