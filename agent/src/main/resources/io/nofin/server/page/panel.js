// The form for a fault between two targets, or on all of a target's traffic. It is no modal dialog: the button that heals everything
// stays within reach while it is open.

import { allFaults, between, ELSEWHERE, places } from "./acts.js";
import { ask, faultPath } from "./api.js";
import { byId, createElement, setAttribute, setText } from "./dom.js";
import { show } from "./faults.js";
import { loadKeys } from "./keys.js";
import { commandOf, freeName, missing, specOf } from "./spec.js";
import { mayAct, setFault, targets } from "./store.js";

const HINTS = {
    cut: "Packets vanish and nobody is told: no FIN, no RST, no ICMP. As a dead switch does it.",
    slow: "Packets come late, or no faster than a rate.",
    damage: "Packets are lost, corrupted, sent twice or overtake each other.",
    reject: "The sender is told at once. Loud, unlike a cut.",
};
const VERBS = { cut: "Cut", slow: "Slow", damage: "Damage", reject: "Reject" };

let place = null;               // { from, to, on, peer }
let opener = null;
let named = false;              // whether the name is the reader's own

const panel = () => byId("panel");
const form = () => byId("fault-form");

export function startPanel() {
    form().addEventListener("submit", fire);
    form().addEventListener("input", event => {
        named ||= event.target.name === "name";
        refresh();
    });
    panel().addEventListener("click", event => event.target.closest("[data-close]") && close());
    document.addEventListener("keydown", event => {
        if (event.key === "Escape" && panel().open) {
            event.preventDefault();
            close();
        }
    });
}

/** @param to null for all of a target's traffic */
export function openPanel(from, to) {
    opener = document.activeElement;
    named = false;
    place = choose(from, to);
    form().reset();
    const { peers, delay, loss } = form().elements;
    peers.value = place.peer === null || place.peer.target === ELSEWHERE ? "" : place.peer.target;
    delay.value = "100ms";
    loss.value = "5%";
    form().elements.direction.value = to === null || to.target === ELSEWHERE || from.target === ELSEWHERE ? "both" : form().elements.direction.value;
    byId("known-peers").replaceChildren(...targets().filter(one => one.target !== place.on.target).map(one => createElement("option", { value: one.target })));
    setText(byId("panel-title"), to === null ? "All traffic of " + from.name : from.name + " \u2192 " + to.name);
    setText(byId("refusal"), "");
    loadKeys(form()).then(refresh).catch(e => setText(byId("refusal"), e.message));
    byId("fault-form").querySelector("details").open = false;
    refresh();
    showPanel();
    if (!panel().open) {
        panel().show();
    }
    panel().scrollTop = 0;
    form().elements.kind[0].focus();
}

/** What fires here changes while the form is open. */
export function showPanel() {
    if (place === null) {
        return;
    }
    const all = allFaults();
    const rows = places(all);
    const here = place.to === null ? all.filter(act => act.on.includes(place.from.target) || act.peers.includes(place.from.target))
        : between(all, place.from.target, place.to.target, rows);
    show(byId("panel-faults"), here);
    const lab = place.on.lab !== undefined || place.peer?.lab !== undefined;
    setAttribute(byId("fire"), "disabled", !mayAct() || lab);
    if (lab || !mayAct()) {
        setText(byId("refusal"), lab ? "Hosts of a lab belong to their run: write the fault into its scenario." : "This token is read-only.");
    }
}

/** Faults stand on a target that is neither elsewhere nor, if that can be, the host itself. */
function choose(from, to) {
    const turned = from.target === ELSEWHERE || (to !== null && from.target === "host" && to.target !== ELSEWHERE);
    return { from, to, on: turned ? to : from, peer: turned ? from : to };
}

function values() {
    const all = Object.fromEntries(new FormData(form()));
    return { ...all, "armed-only": all["armed-only"] === "on", "allow-host": all["allow-host"] === "on" };
}

function refresh() {
    const now = values();
    setText(byId("kind-hint"), HINTS[now.kind] ?? "");
    form().querySelectorAll("[data-for]").forEach(part => setAttribute(part, "hidden", !part.dataset.for.split(" ").includes(now.kind)));
    setAttribute(byId("own-time"), "hidden", now.for !== "");
    setAttribute(byId("allow-host"), "hidden", place.on.target !== "host");
    const other = now.peers.trim() === "" ? "everyone" : place.peer !== null && now.peers.trim() === place.peer.target ? place.peer.name : now.peers.trim();
    setText(byId("way-out"), place.on.name + " \u2192 " + other);
    setText(byId("way-in"), other + " \u2192 " + place.on.name);
    if (!named) {
        form().elements.name.value = freeName(now.kind, place.on.target, now.peers);
    }
    const spec = specOf(place.on.target, now);
    setText(byId("command"), commandOf(spec));
    setText(byId("fire"), now["armed-only"] ? "Arm it" : (VERBS[now.kind] ?? "Start " + now.kind) + " for " + (spec.for === "" ? "..." : spec.for));
}

async function fire(event) {
    event.preventDefault();
    const now = values();
    const lack = missing(now);
    refuse(lack?.text ?? "", lack?.field);
    if (lack !== null) {
        return;
    }
    setAttribute(byId("fire"), "disabled", true);
    try {
        setFault(await ask("PUT", faultPath(now.name.trim()), specOf(place.on.target, now)));
        close();
    } catch (e) {
        refuse(e.message + (e.hint ? "\n" + e.hint : ""), fieldOf(e.at));
    } finally {
        setAttribute(byId("fire"), "disabled", !mayAct());
    }
}

/** The agent says where in the fault it is: faults.cut.delay.jitter, or faults.cut.ports[0]. */
function fieldOf(at) {
    return (at ?? "").split(/[^a-z-]+/).reverse().find(part => form().elements[part] instanceof HTMLElement);
}

function refuse(text, field) {
    setText(byId("refusal"), text);
    [...form().elements].forEach(one => setAttribute(one, "aria-invalid", false));
    const wrong = form().elements[field];
    if (wrong instanceof HTMLElement) {
        wrong.closest("details")?.setAttribute("open", "");
        setAttribute(wrong, "aria-invalid", "true");
        wrong.focus();
    }
}

function close() {
    panel().close();
    place = null;
    opener?.focus();
}
