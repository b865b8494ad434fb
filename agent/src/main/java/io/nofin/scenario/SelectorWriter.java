package io.nofin.scenario;

import io.nofin.unit.ByteCount;
import java.util.function.UnaryOperator;

/** Writes what {@link SelectorReader} reads. */
final class SelectorWriter {

    private SelectorWriter() {
    }

    /**
     * @param fault whose packets they are
     * @param names gives each target's name the text that is to stand for it
     */
    static void add(Selector selector, FlowMapping fault, UnaryOperator<String> names) {
        fault.listUnlessEmpty("peers", selector.peers().stream().map(
                peer -> peer instanceof Peer.Target target ? names.apply(target.name()) : peer.toString()).toList())
            .listUnlessEmpty("ports", selector.ports().ranges())
            .listUnlessEmpty("local-ports", selector.localPorts().ranges())
            .listUnlessEmpty("remote-ports", selector.remotePorts().ranges())
            .addUnless(Protocol.ANY.word(), "protocol", selector.protocol().word())
            .addUnless(Direction.BOTH.word(), "direction", selector.direction().word());
        selector.interfaceName().ifPresent(name -> fault.text("interface", name));
        selector.filter().ifPresent(filter -> fault.text("filter", filter));
        selector.connections().ifPresent(connections -> fault.add("connections", connections));
        add(selector.length(), fault);
    }

    private static void add(PacketLength length, FlowMapping fault) {
        if (length.least() > PacketLength.ANY.least()) {
            fault.add("longer-than", new ByteCount(length.least() - 1L));
        }
        if (length.most() < PacketLength.ANY.most()) {
            fault.add("shorter-than", new ByteCount(length.most() + 1L));
        }
    }
}
