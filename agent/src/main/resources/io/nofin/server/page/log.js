// What happened, newest first; read aloud as it comes.

import { byId, createElement, setAttribute } from "./dom.js";
import { formatTime, formatDuration } from "./format.js";

const KEPT = 100;

/** @param more an element behind the text */
export function addNote(kind, text, more = null) {
    const log = byId("log");
    const last = log.firstElementChild;
    if (last?.dataset.text === text && kind === "problem") {
        last.firstElementChild.textContent = formatTime(new Date());
        return;
    }
    log.prepend(createElement("li", { dataset: { kind, text } }, createElement("time", {}, formatTime(new Date())), createElement("span", {}, text, more)));
    while (log.children.length > KEPT) {
        log.lastElementChild.remove();
    }
    setAttribute(byId("no-log"), "hidden", true);
}

/** @param run what is known of the one it happened in, if anything */
export function noteRunEvent({ run: id, type, event }, run) {
    const text = {
        armed: () => "is armed",
        fired: () => event.faults.join(", ") + " fires for " + formatDuration(event.length),
        healed: () => event.faults.join(", ") + " is healed",
        followed: () => event.what,
        wiped: () => event.faults.join(", ") + ": " + event.host + " lost " + event.lost.join(", ")
            + (event.by.length ? ", by " + event.by.join(" or ") : "") + (event["put-back"] ? ": put back" : ""),
        recovering: () => "waits until all is well again",
        probe: () => "probe " + event.probe + " is " + event.to + (event.reason ? ": " + event.reason : ""),
    }[type];
    if (text !== undefined) {
        addNote(type, (run?.scenario ?? id) + ": " + text());
    }
}
