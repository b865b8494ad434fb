package io.nofin.config;

import io.nofin.config.AgentConfig.Listener;
import io.nofin.config.AgentConfig.Quota;
import io.nofin.config.AgentConfig.Sharing;
import io.nofin.config.AgentConfig.Tls;
import io.nofin.config.AgentConfig.Trust;
import io.nofin.scenario.Endpoint;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the part of a host's configuration that is about its agent. */
final class AgentConfigReader {

    static final List<String> KEYS = List.of("socket", "group", "listen", "exec", "allow-host", "webhooks", "container-root", "audit", "limits");
    static final List<String> LISTENER_KEYS = List.of("address", "tokens", "certificate", "key", "client-ca", "operators", "readers",
        "revoked", "crl", "names");
    private static final List<String> OF_CERTIFICATES = List.of("operators", "readers", "revoked", "crl");
    static final List<String> LIMITS = List.of("runs", "runs-per-client", "faults-per-client", "requests-per-second", "body",
        "connections", "connections-per-peer", "requests-at-once", "streams", "streams-per-client");

    private static final ExpectedForm AGENT = new ExpectedForm("what holds for the agent", "agent: { group: nofin }");
    private static final ExpectedForm FILE = new ExpectedForm("an absolute path", "/etc/nofin/tokens");
    private static final ExpectedForm GROUP = new ExpectedForm("a group", "nofin");
    private static final ExpectedForm LISTEN = new ExpectedForm("a list of addresses", "[{ address: \"127.0.0.1:7440\", tokens: /etc/nofin/tokens }]");
    private static final ExpectedForm LISTENER = new ExpectedForm("an address to listen at", "{ address: \"127.0.0.1:7440\", tokens: /etc/nofin/tokens }");
    private static final ExpectedForm ADDRESS = new ExpectedForm("an address and a port", "\"127.0.0.1:7440\"");
    private static final ExpectedForm NAMES = new ExpectedForm("a name or a list of names", "[agent.example.org]");
    private static final ExpectedForm SERIALS = new ExpectedForm("a serial number or a list of them", "[4F1C22AB90]");
    private static final ExpectedForm SERIAL = new ExpectedForm("a serial number", "4F1C22AB90");
    private static final ExpectedForm WEBHOOKS = new ExpectedForm("where webhooks may go", "[\"https://hooks.example.org/nofin\"]");
    private static final ExpectedForm QUOTA = new ExpectedForm("limits", "{ runs: 16 }");
    private static final ExpectedForm COUNT = new ExpectedForm("a number", "16");
    private static final ExpectedForm SIZE = new ExpectedForm("a size", "1mb");
    private static final String ANY = "any";
    private static final int HEXADECIMAL = 16;
    /** Serial numbers have at most 20 bytes (RFC 5280, 4.1.2.2). */
    private static final Pattern SERIAL_NUMBER = Pattern.compile("[0-9A-Fa-f]{1,2}(:?[0-9A-Fa-f]{1,2}){0,19}");
    private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}");

    private AgentConfigReader() {
    }

    static AgentConfig read(Value value) {
        return value.fields(AGENT, KEYS).flatMap(AgentConfigReader::agent).orElse(AgentConfig.STANDARD);      // an invalid one was reported
    }

    private static Optional<AgentConfig> agent(Fields fields) {
        AgentConfig standard = AgentConfig.STANDARD;
        Path socket = path(fields, "socket").orElse(standard.socket());
        String group = fields.get("group").flatMap(value -> value.parse(GROUP, AgentConfigReader::group)).orElse(standard.group());
        List<Listener> listen = fields.get("listen").map(value -> value.items(LISTEN).stream()
            .flatMap(item -> item.fields(LISTENER, LISTENER_KEYS).flatMap(AgentConfigReader::listener).stream()).toList()).orElse(List.of());
        Trust trust = new Trust(flag(fields, "exec"), flag(fields, "allow-host"), webhooks(fields));
        boolean containerRoot = flag(fields, "container-root");
        Path audit = path(fields, "audit").orElse(standard.audit());
        Quota quota = fields.get("limits").flatMap(value -> value.fields(QUOTA, LIMITS)).flatMap(AgentConfigReader::quota).orElse(Quota.STANDARD);
        return fields.get("socket").orElse(fields.owner()).attempt(() -> new AgentConfig(socket, group, listen, trust, containerRoot, audit, quota));
    }

    private static boolean flag(Fields fields, String key) {
        return fields.get(key).flatMap(Value::bool).orElse(false);
    }

    private static List<WebhookPrefix> webhooks(Fields fields) {
        return fields.get("webhooks").map(value -> Value.distinct(value.oneOrMore(WEBHOOKS), item -> item.parse(WEBHOOKS, WebhookPrefix::parse)))
            .orElse(List.of());
    }

    private static Optional<Listener> listener(Fields fields) {
        Optional<Endpoint> address = fields.require("address", "address: \"127.0.0.1:7440\"")
            .flatMap(value -> value.parse(ADDRESS, AgentConfigReader::address));
        Optional<Path> tokens = path(fields, "tokens");
        Optional<Path> clientCa = path(fields, "client-ca");
        Optional<Tls> tls = tls(fields, clientCa);
        if (fields.lacks("client-ca")) {
            OF_CERTIFICATES.stream().flatMap(key -> fields.get(key).stream()).forEach(value ->
                value.reportName("is about client certificates, and there is no client-ca", "add client-ca: /etc/nofin/clients.pem, or remove it"));
        }
        if (tokens.isEmpty() && clientCa.isEmpty() && fields.lacks("tokens") && fields.lacks("client-ca")) {
            fields.owner().report("no client could authenticate", "add tokens: /etc/nofin/tokens, or certificate, key and client-ca");
        }
        if (fields.lacks("certificate") && address.isPresent() && !isLoopback(address.get())) {
            fields.owner().report("without encryption tokens could be read on the way to " + address.get(),
                "listen at 127.0.0.1, or add certificate and key");
        }
        return address.map(at -> new Listener(at, tokens, tls, names(fields, "names")));
    }

    private static Optional<Tls> tls(Fields fields, Optional<Path> clientCa) {
        if (fields.get("certificate").isEmpty() && fields.get("key").isEmpty() && clientCa.isEmpty()) {
            return Optional.empty();
        }
        fields.require("certificate", "certificate: /etc/nofin/server.pem");
        fields.require("key", "key: /etc/nofin/server.key");
        Optional<Path> key = path(fields, "key");
        Optional<ClientCertificates> clients = clientCa.flatMap(authority -> clients(fields, authority));
        return path(fields, "certificate").flatMap(certificate -> key.map(own -> new Tls(certificate, own, clients)));
    }

    private static Optional<ClientCertificates> clients(Fields fields, Path authority) {
        boolean any = fields.get("operators").filter(value -> value.node() instanceof Node.Scalar scalar && scalar.text().equals(ANY)).isPresent();
        List<String> operators = any ? List.of() : names(fields, "operators");
        List<String> readers = names(fields, "readers");
        List<BigInteger> revoked = fields.get("revoked")
            .map(value -> Value.distinct(value.oneOrMore(SERIALS), item -> item.parse(SERIAL, AgentConfigReader::serial))).orElse(List.of());
        Optional<Path> crl = path(fields, "crl");
        return fields.get("client-ca").orElseThrow().attempt(() -> new ClientCertificates(authority, readers, operators, any, revoked, crl));
    }

    private static BigInteger serial(String text) {
        if (!SERIAL_NUMBER.matcher(text).matches()) {
            throw new BadValueException("not a serial number: " + Quoted.of(text), "write it as 'openssl x509 -serial' does, for example 4F1C22AB90");
        }
        return new BigInteger(text.replace(":", ""), HEXADECIMAL);
    }

    private static List<String> names(Fields fields, String key) {
        return fields.get(key).map(value -> Value.distinct(value.oneOrMore(NAMES), item -> item.text(NAMES))).orElse(List.of());
    }

    private static Optional<Path> path(Fields fields, String key) {
        return fields.get(key).flatMap(value -> value.parse(FILE, AgentConfigReader::path));
    }

    private static Path path(String text) {
        if (!text.startsWith("/") || !Quoted.isPlain(text)) {
            throw new BadValueException("not an absolute path: " + Quoted.of(text), FILE.remedy());
        }
        return Path.of(text);
    }

    private static String group(String text) {
        if (!GROUP_NAME.matcher(text).matches()) {
            throw new BadValueException("not a group: " + Quoted.of(text), GROUP.remedy());
        }
        return text;
    }

    private static Endpoint address(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        if (IpNetwork.tryParse(endpoint.host()).isEmpty()) {
            throw new BadValueException("not an address to listen at: " + Quoted.of(text), ADDRESS.remedy());
        }
        return endpoint;
    }

    private static boolean isLoopback(Endpoint address) {
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address needs no lookup: " + address, e);
        }
    }

    private static Optional<Quota> quota(Fields fields) {
        Quota standard = Quota.STANDARD;
        int runs = count(fields, "runs", standard.runs());
        int runsPerClient = count(fields, "runs-per-client", standard.runsPerClient());
        int faults = count(fields, "faults-per-client", standard.faultsPerClient());
        int requests = count(fields, "requests-per-second", standard.requestsPerSecond());
        ByteCount body = fields.get("body").flatMap(value -> value.parse(SIZE, ByteCount::parse)).orElse(standard.body());
        Optional<Sharing> sharing = sharing(fields, standard.sharing());
        return sharing.flatMap(known -> fields.owner().attempt(() -> new Quota(runs, runsPerClient, faults, requests, body, known)));
    }

    private static Optional<Sharing> sharing(Fields fields, Sharing standard) {
        int connections = count(fields, "connections", standard.connections());
        int connectionsPerPeer = count(fields, "connections-per-peer", standard.connectionsPerPeer());
        int requestsAtOnce = count(fields, "requests-at-once", standard.requestsAtOnce());
        int streams = count(fields, "streams", standard.streams());
        int streamsPerClient = count(fields, "streams-per-client", standard.streamsPerClient());
        return fields.owner().attempt(() -> new Sharing(connections, connectionsPerPeer, requestsAtOnce, streams, streamsPerClient));
    }

    private static int count(Fields fields, String key, int standard) {
        return fields.get(key).flatMap(value -> value.integer(COUNT, Integer::valueOf)).orElse(standard);
    }
}
