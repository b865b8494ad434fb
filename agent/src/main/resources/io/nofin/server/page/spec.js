// What the form says, as the body of a fault and as a command line.

import { allFaults, ELSEWHERE } from "./acts.js";
import { effectOf, ownEffect, partsOf, shapings, withKeys } from "./keys.js";
import { shortName } from "./store.js";

/** The value of PUT /v1/faults/NAME. Fields that are empty are left to the agent's defaults. */
export function specOf(on, form) {
    const peers = items(form.peers);
    const ports = key => items(form[key]).length > 0 && { [key]: items(form[key]).map(number) };
    const given = key => form[key].trim() !== "" && { [key]: number(form[key].trim()) };
    const shaping = form.kind === "slow" || form.kind === "damage";
    return withKeys({
        on: [on],
        ...(peers.length > 0 && { peers }),
        ...ports("ports"), ...ports("local-ports"), ...ports("remote-ports"),
        ...(form.protocol !== "any" && { protocol: form.protocol }),
        ...(form.direction !== "both" && { direction: form.direction }),
        ...given("interface"), ...given("filter"), ...given("longer-than"), ...given("shorter-than"), ...connections(form),
        ...(effectOf(form.kind, form) ?? effect(form)),
        ...(shaping && { ...given("engine"), ...given("limit") }),
        ...given("seed"),
        for: form.for === "" ? form.time.trim() : form.for,
        ...(form["armed-only"] && { "armed-only": true }),
        ...(form["allow-host"] && { "allow-host": true }),
    }, form, shaping);
}

/** What is missing, in words; empty when nothing is. */
export function missing(form) {
    if (form.for === "" && form.time.trim() === "") {
        return { field: "time", text: "For how long? Write a time such as 90s or 5m." };
    }
    if (form.kind === "slow" && partsOf(effect(form), form).length === 0) {
        return { field: "delay", text: "How slow? Write a delay or a rate." };
    }
    if (form.kind === "damage" && partsOf(effect(form), form).filter(key => key !== "delay").length === 0) {
        return { field: "loss", text: "Which damage? Write how much is lost, corrupted, duplicated or reordered." };
    }
    return null;
}

/** A name that no fault has. */
export function freeName(kind, on, peers) {
    const other = peers === "" || peers === ELSEWHERE ? [] : [shortName(items(peers)[0])];
    const name = [kind, shortName(on), ...other].join("-").replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 50);
    const taken = new Set(allFaults().map(act => act.name));
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
        ...option("local-port", spec["local-ports"]), ...option("remote-port", spec["remote-ports"]), ...["interface", "filter", "longer-than", "shorter-than"].flatMap(key => option(key, spec[key])),
        ...option("connections", spec.connections?.share), ...option("connection-state", spec.connections?.state), ...["engine", "limit", "seed", "max-duration", "max-targets"].flatMap(key => option(key, spec[key])),
        ...["on-restart", "on-wipe"].flatMap(key => option(key, spec[key])), ...["optional", "ecn", "witness"].filter(key => spec[key] === true).map(key => "--" + key),
        ...option("protocol", spec.protocol), ...option("direction", spec.direction), ...(spec["allow-host"] ? ["--allow-host"] : []),
        ...option("for", spec.for)].join(" ");
}

function effectWords(spec) {
    if (spec.drop !== undefined) {
        return ["drop"];
    }
    if (spec.reject !== undefined) {
        return ["reject", "--with " + (spec.reject.ipv4 ?? spec.reject), ...(spec.reject.ipv6 === undefined ? [] : ["--ipv6 " + spec.reject.ipv6])];
    }
    const own = ownEffect(spec);
    if (own !== undefined) {
        return [own, quoted(String(spec[own]))];
    }
    const [first, ...others] = shapings().filter(key => spec[key] !== undefined);
    if (first === undefined) {
        return ["..."];
    }
    const value = key => typeof spec[key] !== "object" ? quoted(String(spec[key]))
        : typeof Object.values(spec[key])[0] === "object" ? "..." : quoted(String(Object.values(spec[key])[0]));
    const bare = value(first) !== "...";
    const within = typeof spec[first] === "object" ? Object.entries(spec[first]).slice(bare ? 1 : 0) : [];
    return [first, ...(bare ? [value(first)] : []), ...within.map(([key, one]) => key === "checksum" ? "--" + one + "-checksum"
        : "--" + key + " " + quoted(String(typeof one === "object" ? Object.values(one) : one))), ...others.map(key => "--" + key + " " + value(key))];
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

function connections({ share, state }) {
    return (share.trim() !== "" || state !== "") && { connections: { share: share.trim() || "100%", ...(state !== "" && { state }) } };
}

/** A number where it is one. */
function number(text) {
    return /^\d+$/.test(text) ? Number(text) : text;
}

function items(text) {
    return text.split(/[\s,]+/).filter(item => item !== "");
}

function quoted(text) {
    return /^[\w.:/%@=,+-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}
