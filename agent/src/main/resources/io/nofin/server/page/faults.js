// The list of faults: what fires and what is armed, with what can be done about it.

import { acts } from "./acts.js";
import { ask, faultPath, request, runPath } from "./api.js";
import { button, byId, list, make, mark, say } from "./dom.js";
import { bytes, left, packets } from "./format.js";
import { note } from "./log.js";
import { dropFault, mayAct, setFault, shortName } from "./store.js";

const MORE_SECONDS = 10;

export function showFaults() {
    const all = acts().filter(act => act.fault !== null || act.firing);
    show(byId("fault-list"), all);
    mark(byId("no-faults"), "hidden", all.length > 0);
}

/** The same cards in another place. */
export function show(place, all) {
    const sorted = [...all].sort((one, other) => other.firing - one.firing || one.name.localeCompare(other.name));
    list(place, sorted, act => act.key, create, update);
}

function create() {
    const act = { now: null };
    const card = make("li", { class: "card" },
        make("p", { class: "head" }, make("span", { class: "chip" }), make("strong", {}), make("span", { class: "clock" })),
        make("div", { class: "rest" }),
        make("p", { class: "where" }),
        make("p", { class: "met hint" }),
        make("p", { class: "refusal" }),
        make("p", { class: "actions" },
            button("Heal", () => attempt(card, act.now, heal), { class: "heal-one" }),
            button("Fire", () => attempt(card, act.now, fire)),
            button("+" + MORE_SECONDS + " s", () => attempt(card, act.now, longer)),
            button("Stop the run", () => attempt(card, act.now, stopRun))));
    card.act = act;
    return card;
}

function update(card, act) {
    card.act.now = act;
    const [head, rest, where, met, refusal, actions] = card.children;
    const [chip, name, clock] = head.children;
    mark(card, "data-kind", act.firing ? act.kind : "armed");
    say(chip, act.firing ? act.kind : "armed");
    say(name, act.name);
    say(clock, act.firing && act.left > 0 ? left(act.left) : "");
    rest.style.setProperty("--part", act.firing ? Math.min(1, act.left / act.whole) : 0);
    say(where, act.effect + " \u2014 " + way(act) + selector(act.fault?.spec));
    say(met, act.fault === null ? "of the run " + act.run.scenario
        : (act.fault.packets > 0 ? "matched " + packets(act.fault.packets) + ", " + bytes(act.fault.bytes)
            : act.firing ? "has matched no packet yet" : "matched no packet") + (act.fault.owner ? " \u00b7 by " + act.fault.owner : ""));
    mark(refusal, "hidden", refusal.textContent === "");
    const may = mayAct();
    const [healIt, fireIt, more, stop] = actions.children;
    say(healIt, act.firing ? "Heal" : "Remove");
    mark(healIt, "hidden", act.fault === null);
    mark(healIt, "aria-label", (act.firing ? "Heal " : "Remove ") + act.name);
    say(fireIt, "Fire" + (act.fault?.spec?.for ? " for " + act.fault.spec.for : ""));
    mark(fireIt, "hidden", act.fault === null || act.firing);
    mark(more, "hidden", act.fault === null || !act.firing);
    mark(more, "aria-label", act.name + ": " + MORE_SECONDS + " seconds more");
    mark(stop, "hidden", act.run === null);
    [...actions.children].forEach(one => mark(one, "disabled", !may));
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
    say(refusal, "");
    try {
        await deed(act);
    } catch (e) {
        say(refusal, e.message + (e.hint ? ": " + e.hint : ""));
        note("problem", act.name + ": " + e.message);
    }
    mark(refusal, "hidden", refusal.textContent === "");
}

/** What it came to is in the answer, and nowhere else: it is offered as a file. */
async function heal(act) {
    const response = await request("DELETE", faultPath(act.name), { body: "{}", accept: "text/html" });
    const report = URL.createObjectURL(new Blob([await response.text()], { type: "text/html" }));
    dropFault(act.name);
    note("report", act.name + ": ", make("a", { href: report, download: act.name + ".html" }, "save its report"));
}

async function fire(act) {
    setFault(await ask("PATCH", faultPath(act.name), { firing: true, for: act.fault.spec?.for ?? MORE_SECONDS + "s" }));
}

async function longer(act) {
    setFault(await ask("PATCH", faultPath(act.name), { firing: true, for: Math.ceil(act.left + MORE_SECONDS) + "s" }));
}

async function stopRun(act) {
    await ask("POST", runPath(act.run.id) + "/stop", {});
}
