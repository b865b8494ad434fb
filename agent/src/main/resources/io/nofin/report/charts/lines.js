// What is drawn: lanes of stretches, and lines of points.
import { last, report, series, turns, whole } from "./data.js";

const WINDOW = Math.max(0.24, (whole.to - whole.from) / 400);    // seconds that a rate is taken over

export function lanes() {
    const rows = report.faults.map(fault => ({ name: fault.name, kind: "fault", stretches: turns.filter(turn => turn.name === fault.name)
        .map(turn => ({ from: turn.from, to: turn.to, state: "in force", colour: "fault" })) }));
    return rows.concat(report.probes.map(probe => ({ name: probe.name, kind: "probe", stretches: states(probe.transitions) })));
}

function states(transitions) {
    const colours = { connecting: "idle", up: "good", down: "bad", failed: "worse" };
    const changes = [{ at: whole.from, to: "connecting", reason: "" }, ...transitions];
    return changes.map((change, i) => ({ from: Math.max(whole.from, change.at), to: i + 1 < changes.length ? changes[i + 1].at : whole.to,
        state: change.to, reason: change.reason, colour: colours[change.to] })).filter(stretch => stretch.to > stretch.from);
}

// Packets a second, from each reading to the next that is late enough.
function rates(at, counts) {
    const points = [];
    let since = 0;
    for (let i = 1; i < at.length; i++) {
        if (at[i] - at[since] >= WINDOW || i === at.length - 1 && at[i] > at[since]) {
            points.push({ x: at[since], y: (counts[i] - counts[since]) / (at[i] - at[since]) });
            since = i;
        }
    }
    return points.length === 0 ? [] : points.concat({ x: at[since], y: last(points).y });
}

function column(at, values) {
    return at.map((x, i) => ({ x, y: values[i] === null ? NaN : values[i] }));
}

export function packets() {
    const passed = series.hosts.flatMap((host, i) => [
        { name: host.host + " out", points: rates(host.at, host.out), colour: "series-" + (i % 6 + 1), stepped: true },
        { name: host.host + " in", points: rates(host.at, host.in), colour: "series-" + (i % 6 + 1), dash: [4, 3], stepped: true }]);
    const taken = series.faults.map(fault => ({ name: fault.fault + ": " + fate(fault.fault),
        colour: fate(fault.fault) === "shaped" ? "fault" : "bad", fill: true, stepped: true,
        points: rates(fault.at, fault.in.map((count, i) => count + fault.out[i])) }));
    return passed.concat(taken);
}

function fate(name) {
    const fault = report.faults.find(one => one.name === name);
    return { drop: "dropped", reject: "rejected" }[fault && fault.kind] || "shaped";
}

export function roundTrips() {
    const probes = series.probes.map((probe, i) => ({ name: probe.probe, colour: "series-" + (i % 6 + 1), points: column(probe.at, probe.latency) }));
    const timers = series.connections.map((connection, i) => ({ name: connection.probe + ": TCP's timer", colour: "series-" + ((i + 4) % 6 + 1),
        dash: [4, 3], points: column(connection.at, connection.timeout), stepped: true }));
    return probes.concat(timers);
}

export function retransmissions() {
    return series.connections.flatMap((connection, i) => [
        { name: connection.probe + ": sent again", colour: "series-" + (i % 6 + 1), points: column(connection.at, connection["sent-again"]), stepped: true },
        { name: connection.probe + ": not acknowledged", colour: "series-" + (i % 6 + 1), dash: [4, 3],
            points: column(connection.at, connection.unacknowledged), stepped: true }]);
}
