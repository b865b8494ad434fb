package io.nofin.server;

import java.util.Map;
import java.util.TreeMap;

/** One fault for each key of a fault, as a scenario writes it; a key stands in the sample of the keys around it. */
final class FaultSamples {

    private static final String CUT = "on: [app], drop: silent, ";

    static final Map<String, String> ALL = new TreeMap<>();
    static final Map<String, String> TARGETS = Map.of("netns", "{ netns: app }", "pid", "{ pid: 4711 }", "docker", "{ docker: { label: [role=db, tier=1] } }",
        "compose", "{ compose: { project: shop, service: api } }", "host", "{ host: true }");

    static {
        add("on: [app], drop: silent", "on", "drop");
        add(CUT + "peers: [10.0.0.0/8]", "peers");
        add(CUT + "ports: [6379]", "ports");
        add(CUT + "local-ports: [6379]", "local-ports");
        add(CUT + "remote-ports: [7000-7010]", "remote-ports");
        add(CUT + "protocol: udp", "protocol");
        add(CUT + "direction: out", "direction");
        add(CUT + "interface: eth0", "interface");
        add(CUT + "filter: ip6", "filter");
        add(CUT + "longer-than: 1400", "longer-than");
        add(CUT + "shorter-than: 100", "shorter-than");
        add(CUT + "connections: { share: 30%, state: new }", "connections", "connections.share", "connections.state");
        add(CUT + "optional: true", "optional");
        add(CUT + "on-restart: forget", "on-restart");
        add(CUT + "on-wipe: restore", "on-wipe");
        add("on: [app], reject: { ipv4: icmp-port-unreachable, ipv6: icmp6-no-route }", "reject", "reject.ipv4", "reject.ipv6");
        add("partition: [[app], [redis]]", "partition");
        shapings();
        around();
    }

    private FaultSamples() {
    }

    private static void shapings() {
        shaping("delay", "{ time: 100ms, jitter: 20ms, correlation: 25%, distribution: normal }", "time", "jitter", "correlation", "distribution");
        shaping("loss", "{ probability: 5%, correlation: 25% }", "probability", "correlation");
        shaping("loss", "{ probability: 5%, burst: 4 }", "burst");
        shaping("loss", "{ gilbert-elliott: { p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% } }",
            "gilbert-elliott", "gilbert-elliott.p", "gilbert-elliott.r", "gilbert-elliott.1-h", "gilbert-elliott.1-k");
        shaping("loss", "{ markov: { p13: 1%, p31: 10%, p32: 5%, p23: 50%, p14: 0.1% } }",
            "markov", "markov.p13", "markov.p31", "markov.p32", "markov.p23", "markov.p14");
        shaping("loss", "{ every: 10 }", "every");
        shaping("loss", "{ first: 3 }", "first");
        shaping("loss", "{ packets: [3, 7] }", "packets");
        shaping("duplicate", "{ probability: 1%, correlation: 2% }", "probability", "correlation");
        shaping("corrupt", "{ probability: 1%, correlation: 2%, checksum: fix }", "probability", "correlation", "checksum");
        shaping("delay: 1ms, reorder", "{ probability: 25%, correlation: 50%, gap: 5 }", "probability", "correlation", "gap");
        shaping("rate", "{ rate: 1mbit, burst: 16kb, overhead: 14, cell-size: 48, cell-overhead: 5 }",
            "rate", "burst", "overhead", "cell-size", "cell-overhead");
        shaping("slot", "{ min-delay: 800us, max-delay: 1ms, packets: 10, bytes: 16kb }", "min-delay", "max-delay", "packets", "bytes");
        shaping("slot", "{ distribution: normal, delay: 800us, jitter: 200us }", "distribution", "delay", "jitter");
        add("on: [app], delay: 1ms, limit: 1000", "limit");
        add("on: [app], loss: 1%, ecn: true", "ecn");
        add("on: [app], delay: 1ms, engine: queue", "engine");
    }

    private static void around() {
        add(CUT + "seed: 7", "seed");
        add(CUT + "allow-host: true", "allow-host");
        add(CUT + "max-duration: 1h", "max-duration");
        add(CUT + "max-targets: 3", "max-targets");
        add(CUT + "protect: { peers: [10.0.0.1], ports: [22] }", "protect", "protect.peers", "protect.ports");
        add(CUT + "witness: true", "witness");
        add(CUT + "for: 7s", "for");
        add(CUT + "for: 1s, repeat: { every: 2s, times: 3 }", "repeat", "repeat.every", "repeat.times");
        add("on: [app], delay: 1ms, for: 9s, ramp: { delay: [0ms, 1s], jitter: [0ms, 1ms], loss: [0%, 1%], duplicate: [0%, 1%], corrupt: [0%, 1%],"
            + " rate: [10mbit, 1mbit], over: 3s }",
            "ramp", "ramp.delay", "ramp.jitter", "ramp.loss", "ramp.duplicate", "ramp.corrupt", "ramp.rate", "ramp.over");
        add(CUT + "matched-at-least: 3", "matched-at-least");
    }

    private static void shaping(String key, String value, String... within) {
        String word = key.substring(key.indexOf(',') < 0 ? 0 : key.indexOf(',') + 2);
        add("on: [app], " + key + ": " + value, word);
        for (String part : within) {
            add("on: [app], " + key + ": " + value, word + "." + part);
        }
    }

    private static void add(String sample, String... keys) {
        for (String key : keys) {
            ALL.put(key, sample);
        }
    }
}
