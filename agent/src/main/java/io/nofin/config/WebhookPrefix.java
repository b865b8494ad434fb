package io.nofin.config;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * A prefix of permitted webhooks: every URL with its scheme, host and port whose path is equal or lies below.
 *
 * @param url without user, query and fragment
 */
public record WebhookPrefix(URI url) {

    /** Parts of a path that a server may read as a parent folder, or as the end of a segment. */
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i)%2e|%2f|%5c|;|//|/\\.\\.?(/|$)");

    public WebhookPrefix {
        if (!isPlain(url) || url.getRawQuery() != null || AMBIGUOUS.matcher(url.getRawPath()).find()) {
            throw wrong(url.toString());
        }
    }

    /** @throws BadValueException when the text is not such a URL */
    public static WebhookPrefix parse(String text) {
        try {
            return new WebhookPrefix(URI.create(text));
        } catch (BadValueException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
    }

    /** Tells whether a webhook may go to this URL. */
    public boolean covers(URI other) {
        return isPlain(other) && url.getScheme().equalsIgnoreCase(other.getScheme()) && url.getHost().equalsIgnoreCase(other.getHost())
            && port(url) == port(other) && isBelow(other.getRawPath());
    }

    private boolean isBelow(String path) {
        String above = url.getRawPath().replaceAll("/$", "");
        return above.isEmpty()
            || !AMBIGUOUS.matcher(path).find() && (path.equals(above) || path.startsWith(above + "/"));
    }

    private static boolean isPlain(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
            && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static BadValueException wrong(String text) {
        return new BadValueException("not where webhooks may go: " + Quoted.of(text), "write for example https://hooks.example.org/nofin");
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
