// Runs of scenarios: how far each is on its timeline, what it came to, and its report.

import { isAlive, lookOf } from "./acts.js";
import { ask, hasToken, runPath } from "./api.js";
import { button, byId, list, make, mark, say } from "./dom.js";
import { length } from "./format.js";
import { note } from "./log.js";
import { elapsed, mayAct, runs } from "./store.js";

const FEW = 4;

let everything = false;

export function startRuns() {
    byId("all-runs").addEventListener("click", () => {
        everything = !everything;
        showRuns();
    });
}

/** Those that go, and the last ones that ended; the others when asked for. */
export function showRuns() {
    const all = runs();
    const over = all.filter(run => !isAlive(run));
    const shown = everything ? all : all.filter(run => isAlive(run) || over.indexOf(run) < FEW);
    list(byId("run-list"), shown, run => run.id, create, update);
    mark(byId("no-runs"), "hidden", all.length > 0);
    mark(byId("all-runs"), "hidden", over.length <= FEW);
    mark(byId("all-runs"), "aria-expanded", String(everything));
    say(byId("all-runs"), everything ? "Only the latest" : "All " + all.length + " runs");
}

function create(run) {
    const id = run.id;
    const card = make("li", { class: "card run" },
        make("p", { class: "head" }, make("span", { class: "chip" }), make("strong", {}), make("span", { class: "clock" })),
        make("p", { class: "hint" }),
        make("div", { class: "strip", role: "img" }),
        make("p", { class: "refusal" }),
        make("p", { class: "actions" },
            button("Stop it", () => attempt(card, () => ask("POST", runPath(id) + "/stop", {})), { class: "heal-one" }),
            make("a", { class: "button", href: runPath(id) + "/report", target: "_blank", rel: "noopener",
                click: event => openReport(event, card, id) }, "Report")));
    return card;
}

function update(card, run) {
    const [head, about, strip, refusal, actions] = card.children;
    const [chip, name, clock] = head.children;
    const state = verdict(run);
    mark(chip, "data-state", state);
    mark(card, "data-state", state);
    say(chip, state);
    say(name, run.scenario);
    say(clock, run.state === "running" ? "at " + length(Math.min(elapsed(run), end(run))) + " of " + length(end(run)) : "");
    say(about, [run.description, "run " + run.id, run.owner ? "by " + run.owner : ""].filter(text => text).join(" \u00b7 "));
    showStrip(strip, run);
    if (run.problem) {
        say(refusal, run.problem.error + (run.problem.hint ? ": " + run.problem.hint : ""));
    }
    mark(refusal, "hidden", refusal.textContent === "");
    mark(actions.children[0], "hidden", !isAlive(run));
    mark(actions.children[0], "disabled", !mayAct() || run.state === "stopping");
    mark(actions.children[0], "aria-label", "Stop " + run.scenario);
    mark(actions.children[1], "hidden", isAlive(run) || (run.state === "failed" && run.passed === undefined));
    mark(actions.children[1], "aria-label", "Report of " + run.scenario + ", in a new tab");
}

function verdict(run) {
    if (run.state !== "ended") {
        return run.state;
    }
    return run.interrupted ? "interrupted" : run.passed ? "passed" : "not passed";
}

function end(run) {
    return Math.max(0.001, ...run.timeline.map(turn => turn.from + turn.length));
}

/** Its timeline as far as it came: what an interrupted run never did is not drawn. */
function done(run) {
    const over = isAlive(run) || !run.started || !run.ended ? Infinity : (Date.parse(run.ended) - Date.parse(run.started)) / 1000;
    return run.interrupted ? run.timeline.filter(turn => turn.from < over).map(turn => ({ ...turn, length: Math.min(turn.length, over - turn.from) })) : run.timeline;
}

/** A lane for each fault; positions are parts of the whole timeline. */
function showStrip(strip, all) {
    const run = { ...all, timeline: done(all) };
    const whole = end(run);
    const faults = [...new Set(run.timeline.map(turn => turn.fault))];
    mark(strip, "hidden", faults.length === 0);
    mark(strip, "aria-label", "Timeline: " + run.timeline.map(turn => turn.fault + " from " + length(turn.from) + " for " + length(turn.length)).join(", "));
    list(strip, [...faults.map(fault => ({ fault })), { fault: null }], lane => (lane.fault ?? "") + (isAlive(run) ? "" : " over"), lane => createLane(lane.fault, run, whole), (lane, { fault }) => {
        mark(lane, "data-firing", fault !== null && isAlive(run) && run.firing.includes(fault));
        if (fault === null) {
            lane.style.setProperty("--at", run.state === "running" ? Math.min(1, elapsed(run) / whole) : run.state === "starting" ? 0 : 1);
            mark(lane, "hidden", !isAlive(run));
        }
    });
}

function createLane(fault, run, whole) {
    if (fault === null) {
        return make("div", { class: "now" });
    }
    const turns = run.timeline.filter(turn => turn.fault === fault).map(turn => {
        const bar = make("span", { title: fault + " from " + length(turn.from) + " for " + length(turn.length) });
        bar.style.setProperty("--at", turn.from / whole);
        bar.style.setProperty("--part", turn.length / whole);
        return bar;
    });
    const known = (run.faults ?? []).find(one => one.name === fault);
    return make("div", { class: "lane", dataset: known === undefined ? {} : { kind: lookOf(known) } }, make("b", {}, fault), make("div", { class: "turns" }, ...turns));
}

/** A link cannot carry a token; a ticket for this one report stands in for it. */
async function openReport(event, card, id) {
    if (!hasToken()) {
        return;
    }
    event.preventDefault();
    const tab = window.open("about:blank", "_blank");
    await attempt(card, async () => {
        try {
            const ticket = await ask("GET", runPath(id) + "/report/ticket");
            tab.opener = null;
            tab.location = ticket.href;
        } catch (e) {
            tab.close();
            throw e;
        }
    });
}

async function attempt(card, deed) {
    const refusal = card.querySelector(".refusal");
    say(refusal, "");
    try {
        await deed();
    } catch (e) {
        say(refusal, e.message + (e.hint ? ": " + e.hint : ""));
        note("problem", e.message);
    }
    mark(refusal, "hidden", refusal.textContent === "");
}
