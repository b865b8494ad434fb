// Who talks to whom, and how much: asked for while the page is looked at.

import { allFaults, ELSEWHERE, places } from "./acts.js";
import { ask } from "./api.js";
import { byId, createButton, updateChildren, createElement, setAttribute, setText } from "./dom.js";
import { plural, formatRate } from "./format.js";
import { isConnected, onChange, setTraffic, traffic } from "./store.js";

const LOOK_MS = 2000;
const MOST = 8;

/** @param choose called with the sender and the receiver */
export function startTraffic(choose) {
    setInterval(look, LOOK_MS);
    onChange(() => showTalkers(choose));
}

async function look() {
    if (document.visibilityState === "visible" && isConnected()) {
        try {
            setTraffic(await ask("GET", "/v1/traffic"));
        } catch (e) {
            // the stream says when the agent is gone; a busy one is asked again
        }
    }
}

/** The busiest ways, as words: what the graph shows where there is room for it. */
function showTalkers(choose) {
    const rows = places(allFaults());
    const side = target => target === ELSEWHERE ? { target, name: "outside", addresses: [], reaches: [] } : rows.find(row => row.target === target);
    const ways = traffic().ways.map(way => ({ ...way, from: side(way.from), to: side(way.to) })).filter(way => way.from !== undefined && way.to !== undefined).slice(0, MOST);
    updateChildren(byId("talkers"), ways, way => way.from.target + " " + way.to.target,
        way => createElement("li", {}, createButton("", () => choose(way.from, way.to))),
        (item, way) => setText(item.firstChild, way.from.name + " \u2192 " + way.to.name + " " + formatRate(way.rate)));
    setAttribute(byId("talk"), "hidden", traffic().seconds === 0);
    setText(byId("talk-hint"), (ways.length === 0 ? "No packet of TCP goes between these targets now. " : "")
        + "Packets a second, of TCP connections that are open, as the kernel counts them; UDP and shorter connections are not counted."
        + (traffic().uncounted.length === 0 ? "" : " " + plural(traffic().uncounted.length, "target") + " not counted: too many connections, or no way in."));
}
