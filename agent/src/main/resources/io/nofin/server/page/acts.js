// What acts between which targets: faults made one by one, and those of runs, in one form.

import { covers } from "./address.js";
import { arranged } from "./groups.js";
import { elapsed, faults, nameOf, remaining, runs, targets } from "./store.js";

export const ELSEWHERE = "elsewhere";
const LABEL = "docker:label=";
const WORST_FIRST = ["cut", "reject", "damage", "slow"];

/**
 * Everything that is armed or firing. An act is { key, name, kind, effect, on, peers, direction, firing, remaining, length, fault, run }: remaining
 * and length are seconds, fault or run is where it comes from.
 */
export function allFaults() {
    return [...faults().map(ofFault), ...runs().filter(isAlive).flatMap(ofRun)];
}

export function isAlive(run) {
    return run.state === "starting" || run.state === "running" || run.state === "stopping";
}

/** The rows and columns there are: targets of this host, then hosts of labs that runs have built. */
export function places(all) {
    const known = targets().filter(target => target.addresses.length > 0 || target.reaches.length > 0);
    const names = new Set(targets().map(target => target.target));
    const built = [];
    for (const act of all.filter(one => one.run !== null)) {
        for (const notation of [...act.on, ...act.peers].filter(one => one.startsWith("lab:") && !names.has(one))) {
            names.add(notation);
            built.push({ target: notation, name: notation.slice(4), what: "built by " + act.run.scenario, addresses: [], reaches: [], labels: {}, shares: [], lab: act.run.id });
        }
    }
    return arranged([...known.filter(one => one.target !== "host"), ...built, ...known.filter(one => one.target === "host")]).flatMap(group => group.rows);
}

/** Whether packets find a way when nothing is in force, as far as anybody can tell. */
export function reaches(from, to) {
    if (from.lab !== undefined || to.lab !== undefined) {
        return from.lab === to.lab;
    }
    return from.reaches.includes(to.target);
}

/** The acts on packets from one notation to another, the worst first. */
export function between(all, from, to, rows) {
    const hits = all.filter(act => (act.direction !== "in" && touches(act, from, to, rows)) || (act.direction !== "out" && touches(act, to, from, rows)));
    return hits.sort((one, other) => other.firing - one.firing || WORST_FIRST.indexOf(one.kind) - WORST_FIRST.indexOf(other.kind));
}

/** The name of the look that this page gives a fault. */
export function styleOf(fault) {
    return fault.kind === "drop" ? "cut" : fault.kind;
}

function touches(act, on, peer, rows) {
    if (!act.on.includes(on)) {
        return false;
    }
    if (act.peers.length === 0) {
        return on !== peer;
    }
    return peer === ELSEWHERE ? act.peers.some(one => meansElsewhere(one, rows)) : act.peers.some(one => one === peer || contains(one, peer, rows));
}

function contains(peer, notation, rows) {
    const row = rows.find(one => one.target === notation);
    return row !== undefined && row.addresses.some(address => covers(peer, address));
}

function meansElsewhere(peer, rows) {
    return !rows.some(row => row.target === peer || row.addresses.some(address => covers(peer, address)));
}

/** docker:label=role=db stands for the containers that have it. */
function expanded(notations) {
    return notations.flatMap(one => one.startsWith(LABEL) ? targets().filter(target => hasLabel(target, one.slice(LABEL.length))).map(target => target.target)
        : [nameOf(one)]);
}

function hasLabel({ labels }, text) {
    const [key, value] = text.split(/=(.*)/s);
    return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value);
}

function ofFault(fault) {
    const left = remaining(fault);
    return { key: "fault " + fault.name, name: fault.name, kind: styleOf(fault), effect: fault.effect, on: expanded(fault.on), peers: expanded(fault.peers),
        direction: fault.spec?.direction ?? "both", firing: fault.firing, remaining: left, length: Math.max(left, seconds(fault.spec?.for)), fault, run: null };
}

function ofRun(run) {
    const now = elapsed(run);
    return (run.faults ?? []).map((fault, i) => {
        const turn = run.timeline.find(one => one.fault === fault.name && one.from <= now + 0.5 && now < one.from + one.length);
        return { key: "run " + run.id + " " + i, name: fault.name, kind: styleOf(fault), effect: fault.effect, on: expanded(fault.on), peers: expanded(fault.peers),
            direction: fault.direction ?? "both", firing: run.firing.includes(fault.name),
            remaining: turn === undefined ? 0 : Math.min(turn.length, turn.from + turn.length - now), length: turn?.length ?? 1, fault: null, run };
    });
}

/** 0 for what is no duration, or none at all. */
export function seconds(text) {
    const parts = /^([\d.]+)(ns|us|ms|s|m|h)$/.exec(text ?? "");
    return parts === null ? 0 : Number(parts[1]) * { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 }[parts[2]];
}
