// The report that the page carries, and the time that it spans.

export const report = JSON.parse(document.getElementById("report").textContent);
export const series = report.series || { hosts: [], faults: [], probes: [], connections: [], notes: [] };
export const turns = report.faults.flatMap(fault => fault.turns.map(turn => ({ name: fault.name, from: turn.from, to: turn.to })));
export const whole = extent();

export const last = list => list[list.length - 1];

function extent() {
    const moments = turns.flatMap(turn => [turn.from, turn.to])
        .concat(...[...series.hosts, ...series.faults, ...series.probes, ...series.connections].map(one => [one.at[0], one.at[one.at.length - 1]]))
        .concat(...report.probes.map(probe => probe.transitions.map(change => change.at)))
        .filter(Number.isFinite);
    const from = moments.reduce((one, other) => Math.min(one, other), 0);
    const to = moments.reduce((one, other) => Math.max(one, other), 1);
    return { from: Math.max(-1, from), to: to + (to - from) * 0.01 };       // long before the timeline, nothing is of interest
}
