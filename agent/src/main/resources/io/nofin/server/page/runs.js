// Runs of scenarios: how far each is on its timeline, what it came to, and its report.

import { isAlive, styleOf } from "./acts.js";
import { ask, hasToken, runPath } from "./api.js";
import { createButton, byId, updateChildren, createElement, setAttribute, setText } from "./dom.js";
import { formatDuration } from "./format.js";
import { addNote } from "./log.js";
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
    updateChildren(byId("run-list"), shown, run => run.id, create, update);
    setAttribute(byId("no-runs"), "hidden", all.length > 0);
    setAttribute(byId("all-runs"), "hidden", over.length <= FEW);
    setAttribute(byId("all-runs"), "aria-expanded", String(everything));
    setText(byId("all-runs"), everything ? "Only the latest" : "All " + all.length + " runs");
}

function create(run) {
    const id = run.id;
    const card = createElement("li", { class: "card run" },
        createElement("p", { class: "head" }, createElement("span", { class: "chip" }), createElement("strong", {}), createElement("span", { class: "clock" })),
        createElement("p", { class: "hint" }),
        createElement("div", { class: "strip", role: "img" }),
        createElement("p", { class: "refusal" }),
        createElement("p", { class: "actions" },
            createButton("Stop it", () => attempt(card, () => ask("POST", runPath(id) + "/stop", {})), { class: "heal-one" }),
            createElement("a", { class: "button", href: runPath(id) + "/report", target: "_blank", rel: "noopener",
                click: event => openReport(event, card, id) }, "Report")));
    return card;
}

function update(card, run) {
    const [head, about, strip, refusal, actions] = card.children;
    const [chip, name, clock] = head.children;
    const state = verdict(run);
    setAttribute(chip, "data-state", state);
    setAttribute(card, "data-state", state);
    setText(chip, state);
    setText(name, run.scenario);
    setText(clock, run.state === "running" ? "at " + formatDuration(Math.min(elapsed(run), end(run))) + " of " + formatDuration(end(run)) : "");
    setText(about, [run.description, "run " + run.id, run.owner ? "by " + run.owner : ""].filter(text => text).join(" \u00b7 "));
    showStrip(strip, run);
    if (run.problem) {
        setText(refusal, run.problem.error + (run.problem.hint ? ": " + run.problem.hint : ""));
    }
    setAttribute(refusal, "hidden", refusal.textContent === "");
    setAttribute(actions.children[0], "hidden", !isAlive(run));
    setAttribute(actions.children[0], "disabled", !mayAct() || run.state === "stopping");
    setAttribute(actions.children[0], "aria-label", "Stop " + run.scenario);
    setAttribute(actions.children[1], "hidden", isAlive(run) || (run.state === "failed" && run.passed === undefined));
    setAttribute(actions.children[1], "aria-label", "Report of " + run.scenario + ", in a new tab");
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
    const total = end(run);
    const faults = [...new Set(run.timeline.map(turn => turn.fault))];
    setAttribute(strip, "hidden", faults.length === 0);
    setAttribute(strip, "aria-label", "Timeline: " + run.timeline.map(turn => turn.fault + " from " + formatDuration(turn.from) + " for " + formatDuration(turn.length)).join(", "));
    updateChildren(strip, [...faults.map(fault => ({ fault })), { fault: null }], lane => (lane.fault ?? "") + (isAlive(run) ? "" : " over"), lane => createLane(lane.fault, run, total), (lane, { fault }) => {
        setAttribute(lane, "data-firing", fault !== null && isAlive(run) && run.firing.includes(fault));
        if (fault === null) {
            lane.style.setProperty("--at", run.state === "running" ? Math.min(1, elapsed(run) / total) : run.state === "starting" ? 0 : 1);
            setAttribute(lane, "hidden", !isAlive(run));
        }
    });
}

function createLane(fault, run, total) {
    if (fault === null) {
        return createElement("div", { class: "now" });
    }
    const turns = run.timeline.filter(turn => turn.fault === fault).map(turn => {
        const bar = createElement("span", { title: fault + " from " + formatDuration(turn.from) + " for " + formatDuration(turn.length) });
        bar.style.setProperty("--at", turn.from / total);
        bar.style.setProperty("--part", turn.length / total);
        return bar;
    });
    const known = (run.faults ?? []).find(one => one.name === fault);
    return createElement("div", { class: "lane", dataset: known === undefined ? {} : { kind: styleOf(known) } }, createElement("b", {}, fault), createElement("div", { class: "turns" }, ...turns));
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
    setText(refusal, "");
    try {
        await deed();
    } catch (e) {
        setText(refusal, e.message + (e.hint ? ": " + e.hint : ""));
        addNote("problem", e.message);
    }
    setAttribute(refusal, "hidden", refusal.textContent === "");
}
