package io.nofin.firewall;

import java.io.IOException;

/** An iptables program refused or could not be started. The message is {@code command: what it said}. */
public final class FirewallException extends IOException {

    public FirewallException(String message) {
        super(message);
    }

    FirewallException(String message, Throwable cause) {
        super(message, cause);
    }
}
