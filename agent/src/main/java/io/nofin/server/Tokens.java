package io.nofin.server;

import io.nofin.server.Caller.Role;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accepted bearer tokens: a file with {@code NAME ROLE SHA256-OF-TOKEN} in each line, which is read again when it changes. The
 * tokens themselves are not stored. While the file is invalid, or readable by other users, no token is accepted.
 */
final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Pattern LINE = Pattern.compile("(?<name>[A-Za-z0-9][A-Za-z0-9_.@-]{0,63})\\s+(?<role>operator|reader)\\s+(?<hash>[0-9a-f]{64})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");
    private static final int TOKEN_BYTES = 32;

    private final Path file;
    private volatile Reading last = new Reading(Optional.empty(), List.of());

    private record Entry(String name, Role role, byte[] hash) {
    }

    /** @param stamp the file's attributes at that time; empty when it could not be read */
    private record Reading(Optional<FileStamp> stamp, List<Entry> entries) {
    }

    private Tokens(Path file) {
        this.file = file;
    }

    /** @throws BadValueException when the file is missing, readable by other users, or has an invalid line */
    static Tokens read(Path file) throws IOException {
        Tokens tokens = new Tokens(file);
        tokens.refresh();
        return tokens;
    }

    /** Returns a random token that cannot be guessed. */
    static String draw() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "nofin_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the line that makes the file accept the token. */
    static String line(String name, Role role, String token) {
        if (!NAME.matcher(name).matches()) {
            throw new BadValueException("not a name for a token: '" + name + "'", "use letters, digits, '-', '_', '.' and '@'");
        }
        return name + " " + role.name().toLowerCase(Locale.ROOT) + " " + HexFormat.of().formatHex(hash(token));
    }

    /** Returns the owner of the token. Wrong tokens take equally long. */
    Optional<Caller> find(String token) {
        try {
            refresh();
        } catch (IOException | BadValueException e) {
            last = new Reading(Optional.empty(), List.of());
            LOG.error("no token is accepted: {}", e.getMessage());
        }
        byte[] hash = hash(token);
        Entry found = null;
        for (Entry entry : last.entries) {
            if (MessageDigest.isEqual(entry.hash, hash)) {
                found = entry;
            }
        }
        return Optional.ofNullable(found).map(entry -> new Caller("token:" + entry.name, entry.role, false, false));
    }

    /** Reads the file again if it has changed, without waiting for other threads that do so. */
    private void refresh() throws IOException {
        if (Files.notExists(file)) {
            throw new BadValueException("no such file: " + file, "create it with the line that 'nofin token NAME' prints");
        }
        Optional<FileStamp> now = Optional.of(FileStamp.of(file));
        if (!now.equals(last.stamp)) {
            readAgain(now);
        }
    }

    private synchronized void readAgain(Optional<FileStamp> now) throws IOException {
        if (!now.equals(last.stamp)) {
            TrustedFile.check(file, true);
            last = new Reading(now, entries(Files.readAllLines(file)));
        }
    }

    private List<Entry> entries(List<String> lines) {
        List<Entry> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new BadValueException(file + ":" + (i + 1) + ": not a token", "write NAME operator|reader SHA256, as 'nofin token NAME' prints");
                }
                found.add(new Entry(parts.group("name"), Role.valueOf(parts.group("role").toUpperCase(Locale.ROOT)),
                    HexFormat.of().parseHex(parts.group("hash"))));
            }
        }
        return found;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
