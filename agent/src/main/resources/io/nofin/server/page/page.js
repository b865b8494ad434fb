// The page of the agent: connects to its stream of events and keeps the views up to date.

import { allFaults, isAlive } from "./acts.js";
import { ask, forgetToken, giveToken, hasToken, useLink } from "./api.js";
import { showBanner, showBar, startBar } from "./bar.js";
import { byId, setAttribute, setText } from "./dom.js";
import { showFaults } from "./faults.js";
import { showGraph } from "./graph.js";
import { addNote, noteRunEvent } from "./log.js";
import { showMatrix } from "./matrix.js";
import { openPanel, showPanel, startPanel } from "./panel.js";
import { showRuns, startRuns } from "./runs.js";
import { showScenario, startScenario } from "./scenario.js";
import { apply, notifyViews, faults, onChange, runs, setConnected, setFaults, setMayAct } from "./store.js";
import { follow } from "./stream.js";
import { startTraffic } from "./traffic.js";

const TICK_MS = 250;            // countdowns
const COUNTS_MS = 1000;         // what the kernel has counted

startBar();
startPanel();
startRuns();
startScenario();
startTraffic(openPanel);
[() => showMatrix(openPanel), () => showGraph(openPanel), showPanel, showFaults, showRuns, showScenario, showBar].forEach(onChange);
byId("token-form").addEventListener("submit", enter);
setInterval(() => allFaults().length > 0 || runs().some(isAlive) ? notifyViews() : null, TICK_MS);
setInterval(countPackets, COUNTS_MS);
useLink().catch(() => null).then(connect);

async function connect() {
    follow("/v1/events", heard, (state, detail) => {
        if (state === "connected") {
            showBanner("");
            setConnected(true);
            greet();
        } else if (state === "lost") {
            setConnected(false);
            showBanner("The agent does not answer. What fires ends by itself when its time is up. Trying again"
                + (detail < 1500 ? "." : " in " + Math.round(detail / 1000) + " s."));
        } else {
            setConnected(false);
            askForToken(detail);
        }
    });
}

function heard(name, data) {
    const before = new Map(faults().map(fault => [fault.name, fault.firing]));
    const known = name === "run" ? runs().find(run => run.id === data.id) : undefined;
    apply(name, data);
    if (name === "fault") {
        noteFault(data, before.get(data.name));
    } else if (name === "run") {
        noteRun(data, known);
    } else if (name === "event" && data.run !== undefined) {
        noteRunEvent(data, runs().find(run => run.id === data.run));
    }
}

function noteFault(fault, fired) {
    if (fault.removed) {
        addNote("healed", fault.name + " is healed and gone.");
    } else if (fault.firing && !fired) {
        addNote("fired", fault.name + " fires: " + fault.effect + " on " + fault.on.join(", ") + (fault.owner ? ", by " + fault.owner : ""));
    } else if (!fault.firing && fired) {
        addNote("healed", fault.name + " has ended.");
    }
}

function noteRun(run, known) {
    if (run.state !== known?.state && ["starting", "ended", "failed"].includes(run.state)) {
        addNote("run", run.scenario + ": " + (run.state === "failed" ? "failed: " + (run.problem?.error ?? "")
            : run.state === "starting" ? "starts" : run.interrupted ? "was interrupted" : run.passed ? "passed" : "has not passed"));
    }
}

async function greet() {
    try {
        const { version, you, started } = await ask("GET", "/v1/version");
        setText(byId("since"), started ? "Reports are kept until the agent starts again; this one started " + new Date(started).toLocaleString("en-GB") + "." : "");
        setMayAct(you?.role !== "reader");
        setText(byId("who"), (you ? you.name + (you.role === "reader" ? ", read-only: what changes something is disabled" : "") + " \u00b7 " : "") + version);
    } catch (e) {
        addNote("problem", e.message);
    }
}

async function countPackets() {
    if (document.visibilityState === "visible" && faults().some(fault => fault.firing)) {
        try {
            setFaults(await ask("GET", "/v1/faults"));
        } catch (e) {
            // the stream says when the agent is gone
        }
    }
}

function askForToken(refusal) {
    setText(byId("token-title"), refusal.byLink ? "Not opened by the link" : "This agent wants a token");
    setAttribute(byId("token-how"), "hidden", refusal.byLink);
    setAttribute(byId("token-field"), "hidden", refusal.byLink);
    setAttribute(byId("token-go"), "hidden", refusal.byLink);
    setText(byId("token-refusal"), hasToken() || refusal.byLink ? refusal.message + (refusal.hint ? ": " + refusal.hint : "") : "");
    forgetToken();
    if (!byId("token").open) {
        byId("token").showModal();
    }
    byId("token-form").elements.token.focus();
}

function enter(event) {
    event.preventDefault();
    giveToken(byId("token-form").elements.token.value.trim());
    byId("token-form").reset();
    byId("token").close();
    connect();
}
