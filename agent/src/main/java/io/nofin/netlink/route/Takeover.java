package io.nofin.netlink.route;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;

/** The decision whether nofin's root may stand for a while in place of a qdisc that somebody chose: only where that can be restored exactly. */
final class Takeover {

    private Takeover() {
    }

    /**
     * Does nothing where the root may be replaced.
     *
     * @param before the tree that somebody chose
     * @throws ForeignQdiscException when it must not be replaced, cannot be restored exactly, or is nofin's
     */
    static void require(Link link, QdiscTree before, ShapingTree.Foreign foreign) throws IOException {
        String deletion = new DeleteQdisc(link, Handle.ROOT, before.root().handle()).command();
        if (ShapingTree.isOurs(before)) {
            throw new ForeignQdiscException(link, before.root(),
                "another fault of nofin's shapes this device: remove that one first, or run nofin heal if its run was killed");
        }
        if (foreign == ShapingTree.Foreign.REFUSE) {
            throw new ForeignQdiscException(link, before.root(), "let nofin replace it meanwhile, or remove it: " + deletion);
        }
        rehearse(link, before, deletion);
    }

    /** Restores the tree in a namespace of its own, where a failure does no harm. */
    private static void rehearse(Link link, QdiscTree before, String deletion) throws IOException {
        String remedy = "nofin could not put it back exactly; remove it, and create it again afterwards: " + deletion;
        if (before.objects().stream().anyMatch(object -> object.kind().equals("netem"))) {
            throw new ForeignQdiscException(link, before.root(), "the kernel does not report a netem's tables, so " + remedy);
        }
        try (NetworkNamespace scratch = NetworkNamespace.create(); RouteSocket route = scratch.call(RouteSocket::open)) {
            Link stage = route.link("lo");
            before.restore(route, stage);
            requireSame(stage, before, QdiscTree.of(route, stage));
        } catch (IOException | IllegalArgumentException e) {
            ForeignQdiscException refused = new ForeignQdiscException(link, before.root(), remedy);
            refused.initCause(e);
            throw refused;
        }
    }

    /** @throws IOException when a device is shaped in another way than before, with both named */
    static void requireSame(Link link, QdiscTree before, QdiscTree after) throws IOException {
        if (!after.description().equals(before.description())) {
            throw new IOException(link.name() + " is not shaped as before: before=" + before.description() + ", after="
                + after.description());
        }
    }
}
