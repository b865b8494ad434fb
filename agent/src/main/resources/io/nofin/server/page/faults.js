// The list of faults: what fires and what is armed, with what can be done about it.

import { allFaults } from "./acts.js";
import { ask, faultPath, request, runPath } from "./api.js";
import { createButton, byId, updateChildren, createElement, setAttribute, setText } from "./dom.js";
import { formatBytes, formatRemaining, formatPackets } from "./format.js";
import { addNote } from "./log.js";
import { dropFault, mayAct, setFault, shortName } from "./store.js";

const MORE_SECONDS = 10;

export function showFaults() {
    const all = allFaults().filter(act => act.fault !== null || act.firing);
    show(byId("fault-list"), all);
    setAttribute(byId("no-faults"), "hidden", all.length > 0);
}

/** The same cards in another place. */
export function show(place, all) {
    const sorted = [...all].sort((one, other) => other.firing - one.firing || one.name.localeCompare(other.name));
    updateChildren(place, sorted, act => act.key, create, update);
}

function create() {
    const act = { now: null };
    const card = createElement("li", { class: "card" },
        createElement("p", { class: "head" }, createElement("span", { class: "chip" }), createElement("strong", {}), createElement("span", { class: "clock" })),
        createElement("div", { class: "rest" }),
        createElement("p", { class: "where" }),
        createElement("p", { class: "met hint" }),
        createElement("p", { class: "refusal" }),
        createElement("p", { class: "actions" },
            createButton("Heal", () => attempt(card, act.now, heal), { class: "heal-one" }),
            createButton("Fire", () => attempt(card, act.now, fire)),
            createButton("+" + MORE_SECONDS + " s", () => attempt(card, act.now, longer)),
            createButton("Stop the run", () => attempt(card, act.now, stopRun))));
    card.act = act;
    return card;
}

function update(card, act) {
    card.act.now = act;
    const [head, rest, where, met, refusal, actions] = card.children;
    const [chip, name, clock] = head.children;
    setAttribute(card, "data-kind", act.firing ? act.kind : "armed");
    setText(chip, act.firing ? act.kind : "armed");
    setText(name, act.name);
    setText(clock, act.firing && act.remaining > 0 ? formatRemaining(act.remaining) : "");
    rest.style.setProperty("--part", act.firing ? Math.min(1, act.remaining / act.length) : 0);
    setText(where, act.effect + " \u2014 " + way(act) + selector(act.fault?.spec));
    setText(met, act.fault === null ? "of the run " + act.run.scenario
        : (act.fault.packets > 0 ? "matched " + formatPackets(act.fault.packets) + ", " + formatBytes(act.fault.bytes)
            : act.firing ? "has matched no packet yet" : "matched no packet") + (act.fault.owner ? " \u00b7 by " + act.fault.owner : ""));
    setAttribute(refusal, "hidden", refusal.textContent === "");
    const may = mayAct();
    const [healIt, fireIt, more, stop] = actions.children;
    setText(healIt, act.firing ? "Heal" : "Remove");
    setAttribute(healIt, "hidden", act.fault === null);
    setAttribute(healIt, "aria-label", (act.firing ? "Heal " : "Remove ") + act.name);
    setText(fireIt, "Fire" + (act.fault?.spec?.for ? " for " + act.fault.spec.for : ""));
    setAttribute(fireIt, "hidden", act.fault === null || act.firing);
    setAttribute(more, "hidden", act.fault === null || !act.firing);
    setAttribute(more, "aria-label", act.name + ": " + MORE_SECONDS + " seconds more");
    setAttribute(stop, "hidden", act.run === null);
    [...actions.children].forEach(one => setAttribute(one, "disabled", !may));
}

function way(act) {
    const arrow = { both: " \u21c4 ", out: " \u2192 ", in: " \u2190 " }[act.direction] ?? " \u21c4 ";
    return act.on.map(shortName).join(", ") + arrow + (act.peers.length === 0 ? "everyone" : act.peers.map(shortName).join(", "));
}

function selector(spec) {
    const parts = ["ports", "local-ports", "remote-ports", "protocol", "interface", "filter", "longer-than", "shorter-than"].filter(key => spec?.[key] !== undefined)
        .map(key => key + " " + [spec[key]].flat().join(", "));
    return parts.length === 0 ? "" : " (" + parts.join("; ") + ")";
}

async function attempt(card, act, deed) {
    const refusal = card.querySelector(".refusal");
    setText(refusal, "");
    try {
        await deed(act);
    } catch (e) {
        setText(refusal, e.message + (e.hint ? ": " + e.hint : ""));
        addNote("problem", act.name + ": " + e.message);
    }
    setAttribute(refusal, "hidden", refusal.textContent === "");
}

/** What it came to is in the answer, and nowhere else: it is offered as a file. */
async function heal(act) {
    const response = await request("DELETE", faultPath(act.name), { body: "{}", accept: "text/html" });
    const report = URL.createObjectURL(new Blob([await response.text()], { type: "text/html" }));
    dropFault(act.name);
    addNote("report", act.name + ": ", createElement("a", { href: report, download: act.name + ".html" }, "save its report"));
}

async function fire(act) {
    setFault(await ask("PATCH", faultPath(act.name), { firing: true, for: act.fault.spec?.for ?? MORE_SECONDS + "s" }));
}

async function longer(act) {
    setFault(await ask("PATCH", faultPath(act.name), { firing: true, for: Math.ceil(act.remaining + MORE_SECONDS) + "s" }));
}

async function stopRun(act) {
    await ask("POST", runPath(act.run.id) + "/stop", {});
}
