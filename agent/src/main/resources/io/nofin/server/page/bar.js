// The bar at the top: what fires, until when, and the way out of it all.

import { acts } from "./acts.js";
import { ask, Refusal } from "./api.js";
import { byId, mark, say } from "./dom.js";
import { left, plural } from "./format.js";
import { isConnected, mayAct } from "./store.js";
import { note } from "./log.js";

const AGAIN_MS = 1000;
const ICONS = new Map(["1a7f4b", "c4302b"].map(colour => [colour,
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='%23" + colour + "'/></svg>"]));

let healing = false;

export function startBar() {
    byId("heal").addEventListener("click", healEverything);
}

export function showBar() {
    const firing = acts().filter(act => act.firing);
    const names = new Set(firing.map(act => act.key.startsWith("run") ? act.run.id + " " + act.name : act.name));
    const end = Math.max(0, ...firing.map(act => act.left));
    mark(byId("bar"), "data-firing", firing.length > 0);
    mark(byId("bar"), "data-connected", isConnected());
    say(byId("state-text"), firing.length > 0 ? plural(names.size, "fault") + " firing" : isConnected() ? "Nothing is firing" : "not connected");
    say(byId("state-next"), end > 0 ? "the last ends in " + left(end) : "");
    say(byId("heal"), healing ? "Healing ..." : "Heal everything");
    mark(byId("heal"), "disabled", !mayAct());
    const title = firing.length > 0 ? names.size + " firing - nofin" : "nofin";
    if (document.title !== title) {
        document.title = title;
        document.querySelector("link[rel=icon]").href = ICONS.get(firing.length > 0 ? "c4302b" : "1a7f4b");
    }
}

export function showBanner(text) {
    say(byId("banner"), text);
    mark(byId("banner"), "hidden", text === "");
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
            note("healed", "Everything is healed.");
            healing = false;
        } catch (e) {
            healing = !(e instanceof Refusal);
            note("problem", healing ? "The agent does not answer. Healing is tried again every second." : e.message + (e.hint ? ": " + e.hint : ""));
            if (healing) {
                await new Promise(done => setTimeout(done, AGAIN_MS));
            }
        }
    }
    showBar();
}
