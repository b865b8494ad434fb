package io.nofin.server;

import io.nofin.server.Caller.Role;

/**
 * A bearer token that was just drawn.
 *
 * @param token for whoever is to use it
 * @param line  for the file of the tokens that are accepted
 */
public record NewToken(String token, String line) {

    /** @throws io.nofin.unit.BadValueException when the name is not valid */
    public static NewToken draw(String name, boolean reader) {
        String token = Tokens.draw();
        return new NewToken(token, Tokens.line(name, reader ? Role.READER : Role.OPERATOR, token));
    }
}
