package io.nofin.firewall;

import java.io.IOException;

/** The failure of an iptables program, which refused or could not be started. The message is {@code command: what it printed}. */
public final class FirewallException extends IOException {

    public FirewallException(String message) {
        super(message);
    }

    FirewallException(String message, Throwable cause) {
        super(message, cause);
    }
}
