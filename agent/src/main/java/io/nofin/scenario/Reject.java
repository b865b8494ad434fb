package io.nofin.scenario;

/** The packet is dropped and its sender is told, loudly. {@link RejectWith.TcpReset} selects TCP alone. */
public record Reject(RejectWith with) implements Effect {
    @Override
    public String toString() {
        return "reject: " + with;
    }
}
