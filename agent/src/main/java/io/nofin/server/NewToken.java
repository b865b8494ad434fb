package io.nofin.server;

import io.nofin.server.Caller.Role;

/**
 * A new bearer token.
 *
 * @param token for the client that uses it
 * @param line  for the file of accepted tokens
 */
public record NewToken(String token, String line) {

    /** @throws io.nofin.unit.BadValueException when the name is not valid */
    public static NewToken draw(String name, boolean reader) {
        String token = Tokens.draw();
        return new NewToken(token, Tokens.line(name, reader ? Role.READER : Role.OPERATOR, token));
    }
}
