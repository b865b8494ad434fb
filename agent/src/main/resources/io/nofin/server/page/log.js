// What happened, newest first; read aloud as it comes.

import { byId, make, mark } from "./dom.js";
import { clock, length } from "./format.js";

const KEPT = 100;

/** @param more an element behind the text */
export function note(kind, text, more = null) {
    const log = byId("log");
    const last = log.firstElementChild;
    if (last?.dataset.text === text && kind === "problem") {
        last.firstElementChild.textContent = clock(new Date());
        return;
    }
    log.prepend(make("li", { dataset: { kind, text } }, make("time", {}, clock(new Date())), make("span", {}, text, more)));
    while (log.children.length > KEPT) {
        log.lastElementChild.remove();
    }
    mark(byId("no-log"), "hidden", true);
}

/** @param run what is known of the one it happened in, if anything */
export function noteRunEvent({ run: id, type, event }, run) {
    const text = {
        armed: () => "is armed",
        fired: () => event.faults.join(", ") + " fires for " + length(event.length),
        healed: () => event.faults.join(", ") + " is healed",
        followed: () => event.what,
        wiped: () => event.faults.join(", ") + ": " + event.host + " lost " + event.lost.join(", ")
            + (event.by.length ? ", by " + event.by.join(" or ") : "") + (event["put-back"] ? ": put back" : ""),
        recovering: () => "waits until all is well again",
        probe: () => "probe " + event.probe + " is " + event.to + (event.reason ? ": " + event.reason : ""),
    }[type];
    if (text !== undefined) {
        note(type, (run?.scenario ?? id) + ": " + text());
    }
}
