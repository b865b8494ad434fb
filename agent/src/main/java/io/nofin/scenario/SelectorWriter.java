package io.nofin.scenario;

/** Writes what {@link SelectorReader} reads. */
final class SelectorWriter {

    private SelectorWriter() {
    }

    /** @param fault whose packets they are */
    static void add(Selector selector, LongForm fault) {
        fault.listUnlessEmpty("peers", selector.peers())
            .listUnlessEmpty("ports", selector.ports().ranges())
            .listUnlessEmpty("local-ports", selector.localPorts().ranges())
            .listUnlessEmpty("remote-ports", selector.remotePorts().ranges())
            .addUnless(Protocol.ANY.word(), "protocol", selector.protocol().word())
            .addUnless(Direction.BOTH.word(), "direction", selector.direction().word());
        selector.interfaceName().ifPresent(name -> fault.text("interface", name));
        selector.filter().ifPresent(filter -> fault.text("filter", filter));
    }
}
