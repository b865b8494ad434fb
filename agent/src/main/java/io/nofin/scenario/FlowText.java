package io.nofin.scenario;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;

/** Text as YAML has it between braces: bare where nothing in it means more than itself, in quotes otherwise. */
final class FlowText {

    private static final Pattern BARE = Pattern.compile("(?!(?i:null)$)-{0,2}[A-Za-z0-9/._][A-Za-z0-9/._=-]*");

    private FlowText() {
    }

    /** In quotes, the escapes are those of JSON, which are YAML's too. */
    static String of(String text) {
        return BARE.matcher(text).matches() ? text : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
