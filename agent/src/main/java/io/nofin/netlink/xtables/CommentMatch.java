package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct xt_comment_info} in linux/netfilter/xt_comment.h: a text for people, which matches every packet.
 *
 * @param text at most 255 bytes of UTF-8
 */
public record CommentMatch(String text) implements Extension.Match {

    private static final int XT_MAX_COMMENT_LEN = 256;

    @Override
    public String name() {
        return "comment";
    }

    @Override
    public void encode(WireWriter out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.bytes(bytes).zeros(XT_MAX_COMMENT_LEN - bytes.length);         // comment
    }
}
