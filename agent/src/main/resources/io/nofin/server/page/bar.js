// The bar at the top: what fires, until when, and the way out of it all.

import { allFaults } from "./acts.js";
import { ask, Refusal } from "./api.js";
import { byId, setAttribute, setText } from "./dom.js";
import { formatRemaining, plural } from "./format.js";
import { isConnected, mayAct } from "./store.js";
import { addNote } from "./log.js";

const AGAIN_MS = 1000;
const ICONS = new Map(["1a7f4b", "c4302b"].map(colour => [colour,
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='%23" + colour + "'/></svg>"]));

let healing = false;

export function startBar() {
    byId("heal").addEventListener("click", healEverything);
}

export function showBar() {
    const firing = allFaults().filter(act => act.firing);
    const names = new Set(firing.map(act => act.key.startsWith("run") ? act.run.id + " " + act.name : act.name));
    const end = Math.max(0, ...firing.map(act => act.remaining));
    setAttribute(byId("bar"), "data-firing", firing.length > 0);
    setAttribute(byId("bar"), "data-connected", isConnected());
    setText(byId("state-text"), firing.length > 0 ? plural(names.size, "fault") + " firing" : isConnected() ? "Nothing is firing" : "not connected");
    setText(byId("state-next"), end > 0 ? "the last ends in " + formatRemaining(end) : "");
    setText(byId("heal"), healing ? "Healing ..." : "Heal everything");
    setAttribute(byId("heal"), "disabled", !mayAct());
    const title = firing.length > 0 ? names.size + " firing - nofin" : "nofin";
    if (document.title !== title) {
        document.title = title;
        document.querySelector("link[rel=icon]").href = ICONS.get(firing.length > 0 ? "c4302b" : "1a7f4b");
    }
}

export function showBanner(text) {
    setText(byId("banner"), text);
    setAttribute(byId("banner"), "hidden", text === "");
}

/** Goes on trying while the agent cannot be reached. */
async function healEverything() {
    if (healing) {
        return;
    }
    healing = true;
    showBar();
    while (healing) {
        try {
            await ask("POST", "/v1/heal", {});
            addNote("healed", "Everything is healed.");
            healing = false;
        } catch (e) {
            healing = !(e instanceof Refusal);
            addNote("problem", healing ? "The agent does not answer. Healing is tried again every second." : e.message + (e.hint ? ": " + e.hint : ""));
            if (healing) {
                await new Promise(done => setTimeout(done, AGAIN_MS));
            }
        }
    }
    showBar();
}
