package io.nofin.firewall;

/** The reason why rules cannot be put into nf_tables without iptables: nofin or the kernel lacks something in them. */
final class NoEncoderException extends Exception {

    private static final long serialVersionUID = 1;

    NoEncoderException(String message) {
        super(message);
    }
}
