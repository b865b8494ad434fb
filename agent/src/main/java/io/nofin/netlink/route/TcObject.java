package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import java.util.List;
import java.util.Optional;

/**
 * A qdisc, class or filter of any kind, in the bytes in which the kernel reported it.
 *
 * @param type       the message it came in: {@code RTM_NEWQDISC}, {@code RTM_NEWTCLASS} or {@code RTM_NEWTFILTER}
 * @param kind       its kind, for example {@code fq_codel}
 * @param attributes all its attributes
 */
record TcObject(int type, TcMessage message, String kind, List<Attribute> attributes) {

    private static final Handle INGRESS = new Handle(0xFFFF, 0xFFF1);       // TC_H_INGRESS, the parent of clsact too

    static TcObject decode(NetlinkMessage message) throws MalformedMessageException {
        WireReader in = message.reader();
        TcMessage header = TcMessage.decode(in);
        List<Attribute> attributes = in.attributes();
        String kind = WireReader.find(attributes, TcMessage.TCA_KIND).map(Attribute::string)
            .orElseThrow(() -> new MalformedMessageException("traffic control object has no kind: handle=" + header.handle()));
        return new TcObject(message.type(), header, kind, attributes);
    }

    /** Returns the payload of {@code TCA_OPTIONS}, empty where there is none. */
    byte[] options() {
        return attribute(TcMessage.TCA_OPTIONS).map(Attribute::payload).orElse(new byte[0]);
    }

    Optional<Attribute> attribute(int wanted) {
        return WireReader.find(attributes, wanted);
    }

    Handle handle() {
        return message.handle();
    }

    Handle parent() {
        return message.parent();
    }

    boolean isRoot() {
        return parent().equals(Handle.ROOT);
    }

    /** Returns whether it handles incoming packets, which the root qdisc never meets. */
    boolean isIngress() {
        return parent().equals(INGRESS);
    }

    /** Returns whether the kernel made it by itself: whatever a user makes has a handle. */
    boolean isDefault() {
        return handle().major() == 0;
    }

    /** Returns a text as tc(8) shows it, for example {@code qdisc tbf 1: root}. */
    @Override
    public String toString() {
        String noun = switch (type) {
            case TcMessage.RTM_NEWQDISC -> "qdisc";
            case TcMessage.RTM_NEWTCLASS -> "class";
            default -> "filter";
        };
        return noun + " " + kind + " " + handle() + " " + parent().asParent();
    }
}
