// What the agent has told so far. Views are told of a change once a frame.

const state = { targets: [], faults: new Map(), runs: new Map(), mayAct: true, connected: false,
    traffic: { seconds: 0, ways: [], uncounted: [] } };
const views = [];
let due = false;
let aliases = new Map();        // other names of a target, and the one it stands under
let rates = new Map();

export const targets = () => state.targets;
export const faults = () => [...state.faults.values()];
export const runs = () => [...state.runs.values()].sort((one, other) => other.created.localeCompare(one.created));
export const mayAct = () => state.mayAct;
export const isConnected = () => state.connected;

export const traffic = () => state.traffic;

/** The name that a target stands under: a container that shares the network of another stands with that one. */
export const nameOf = notation => aliases.get(notation) ?? notation;

/** A target by its name alone, where it is known and has one: what kind it is stands beside it. */
export function shortName(notation) {
    const known = state.targets.find(one => one.target === notation);
    return known !== undefined && known.command === undefined ? known.bareName : notation.startsWith("lab:") ? notation.slice(4) : notation;
}

/** Packets a second from one target to another. */
export const rateOf = (from, to) => rates.get(from + " " + to) ?? 0;

export function onChange(view) {
    views.push(view);
}

export function notifyViews() {
    if (!due) {
        due = true;
        requestAnimationFrame(() => {
            due = false;
            views.forEach(view => view());
        });
    }
}

export function setMayAct(may) {
    state.mayAct = may;
    notifyViews();
}

export function setConnected(connected) {
    state.connected = connected;
    notifyViews();
}

/** An event of /v1/events. */
export function apply(name, data) {
    if (name === "snapshot") {
        setTargets(data.targets);
        setFaults(data.faults);
        state.runs = new Map(data.runs.map(run => [run.id, timed(run)]));
    } else if (name === "fault") {
        setFault(data);
    } else if (name === "run") {
        state.runs.set(data.id, timed(data));
    } else if (name === "targets") {
        setTargets(data.targets ?? data);
    }
    notifyViews();
}

export function setFaults(list) {
    state.faults = new Map(list.map(fault => [fault.name, timed(fault)]));
    notifyViews();
}

export function setFault(fault) {
    if (fault.removed) {
        state.faults.delete(fault.name);
    } else {
        state.faults.set(fault.name, timed(fault));
    }
    notifyViews();
}

export function setTraffic({ seconds, edges, uncounted }) {
    const ways = edges.map(edge => ({ from: nameOf(edge.from), to: nameOf(edge.to), rate: edge["packets-per-second"] }));
    state.traffic = { seconds, ways, uncounted };
    rates = new Map(ways.map(way => [way.from + " " + way.to, way.rate]));
    notifyViews();
}

export function dropFault(name) {
    state.faults.delete(name);
    notifyViews();
}

/** Seconds that a fault still fires, by this page's clock; 0 when it does not. */
export function remaining(fault) {
    return fault.firing && fault.until !== null ? Math.max(0, (fault.until - performance.now()) / 1000) : 0;
}

/** Seconds since a run's timeline began, by this page's clock. */
export function elapsed(run) {
    return run.since === null ? 0 : (performance.now() - run.since) / 1000;
}

/** Clocks of agent and browser need not agree: moments are kept as this page's own. */
function timed(one) {
    const now = performance.now();
    one.until = Number.isFinite(one.remaining) ? now + one.remaining * 1000 : null;
    one.since = Number.isFinite(one.elapsed) ? now - one.elapsed * 1000
        : one.started ? now - (Date.now() - Date.parse(one.started)) : null;
    return one;
}

/** A process has no name: its number stands for it, with its program. */
function title(target) {
    return target.command === undefined ? target.name : target.target + " (" + target.command + ")";
}

/**
 * A namespace that was found by several names stands under the first: a container rather than its process. Other containers in it are
 * those that share its network.
 */
function setTargets(list) {
    const first = new Map();
    aliases = new Map();
    for (const target of list.map(one => ({ ...one, labels: one.labels ?? {}, shares: [], bareName: one.name, name: title(one) }))) {
        const known = target.namespace === "" ? undefined : first.get(target.namespace);
        if (known === undefined) {
            first.set(target.namespace === "" ? target.target : target.namespace, target);
        } else {
            aliases.set(target.target, known.target);
            known.shares.push(...(target.image !== undefined ? [target.name] : []));
        }
    }
    state.targets = [...first.values()];
    const names = state.targets.map(target => target.name);
    state.targets.filter(target => names.indexOf(target.name) !== names.lastIndexOf(target.name)).forEach(target => {
        target.name = target.target;
    });
}
