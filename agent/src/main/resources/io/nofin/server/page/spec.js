// What the form says, as the body of a fault and as a command line.

import { acts, ELSEWHERE } from "./acts.js";
import { shortName } from "./format.js";

/** The value of PUT /v1/faults/NAME. Fields that are empty are left to the agent's defaults. */
export function specOf(on, form) {
    const peers = items(form.peers);
    const ports = items(form.ports).map(port => /^\d+$/.test(port) ? Number(port) : port);
    return {
        on: [on],
        ...(peers.length > 0 && { peers }),
        ...(ports.length > 0 && { ports }),
        ...(form.protocol !== "any" && { protocol: form.protocol }),
        ...(form.direction !== "both" && { direction: form.direction }),
        ...effect(form),
        for: form.for === "" ? form.time.trim() : form.for,
        ...(form["armed-only"] && { "armed-only": true }),
        ...(form["allow-host"] && { "allow-host": true }),
    };
}

/** What is missing, in words; empty when nothing is. */
export function missing(form) {
    if (form.for === "" && form.time.trim() === "") {
        return { field: "time", text: "For how long? Write a time such as 90s or 5m." };
    }
    if (form.kind === "slow" && Object.keys(effect(form)).length === 0) {
        return { field: "delay", text: "How slow? Write a delay or a rate." };
    }
    if (form.kind === "damage" && Object.keys(effect(form)).filter(key => key !== "delay").length === 0) {
        return { field: "loss", text: "Which damage? Write how much is lost, corrupted, duplicated or reordered." };
    }
    return null;
}

/** A name that no fault has. */
export function freeName(kind, on, peers) {
    const other = peers === "" || peers === ELSEWHERE ? [] : [shortName(items(peers)[0])];
    const name = [kind, shortName(on), ...other].join("-").replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 50);
    const taken = new Set(acts().map(act => act.name));
    let free = name;
    for (let i = 2; taken.has(free); i++) {
        free = name + "-" + i;
    }
    return free;
}

export function commandOf(spec) {
    const words = effectWords(spec);
    const option = (name, values) => [values ?? []].flat().map(value => "--" + name + " " + quoted(String(value)));
    return ["nofin", ...words, ...option("target", spec.on), ...option("peer", spec.peers), ...option("port", spec.ports),
        ...option("protocol", spec.protocol), ...option("direction", spec.direction), ...(spec["allow-host"] ? ["--allow-host"] : []),
        ...option("for", spec.for)].join(" ");
}

function effectWords(spec) {
    if (spec.drop !== undefined) {
        return ["drop"];
    }
    if (spec.reject !== undefined) {
        return ["reject", "--with " + spec.reject];
    }
    const [first, ...others] = ["delay", "loss", "corrupt", "duplicate", "rate", "reorder"].filter(key => spec[key] !== undefined);
    if (first === undefined) {
        return ["..."];
    }
    const value = key => quoted(String(spec[key]?.time ?? spec[key]));
    return [first, value(first), ...(spec.delay?.jitter ? ["--jitter " + quoted(spec.delay.jitter)] : []), ...others.map(key => "--" + key + " " + value(key))];
}

function effect(form) {
    const given = (key, field = key) => form[field].trim() === "" ? {} : { [key]: form[field].trim() };
    switch (form.kind) {
        case "cut":
            return { drop: "silent" };
        case "reject":
            return { reject: form.reject };
        case "slow":
            return { ...(form.jitter.trim() === "" ? given("delay") : { delay: { ...given("time", "delay"), ...given("jitter") } }), ...given("rate") };
        default:
            return { ...given("loss"), ...given("corrupt"), ...given("duplicate"), ...given("delay", "held"), ...given("reorder") };
    }
}

function items(text) {
    return text.split(/[\s,]+/).filter(item => item !== "");
}

function quoted(text) {
    return /^[\w.:/%@=,+-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}
