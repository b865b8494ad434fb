// Fields of the form for keys of a fault that it has none of its own for, as the agent describes them.

import { ask } from "./api.js";
import { byId, createElement } from "./dom.js";

const SHAPING = "slow damage";
const OWN = { "delay.jitter": "jitter" };      // fields that have another name than their key
const KINDS = ["drop", "reject"];               // effects that have a button of their own

const added = new Set();                        // the names of the fields that this module has added

let known = { selectors: [], effects: [], shapings: [], "shaping-settings": [], settings: [], "scenario-settings": [] };

/** Asks once, and adds the fields that are missing. */
export async function loadKeys(form) {
    if (known.shapings.length === 0) {
        known = await ask("GET", "/v1/keys");
        known.effects.filter(effect => !KINDS.includes(effect.key)).forEach(effect => addKind(form, effect));
        known.shapings.forEach(part => addPart(form, part));
        known.effects.forEach(effect => effect.keys.slice(1).forEach(key => add(form, effect.key + "." + key.key, key, effect.key)));
        [...known["shaping-settings"].map(key => [key, SHAPING]), ...forAll().map(key => [key, null])]
            .filter(([key]) => key.keys.length === 0).forEach(([key, kinds]) => add(form, key.key, key, kinds));
    }
}

/** What an effect is in a spec that has a kind of its own; null for a kind of the form's. */
export function effectOf(kind, form) {
    const effect = known.effects.find(one => one.key === kind);
    return effect === undefined ? null : { [effect.key]: form[effect.key].trim() || effect.example };
}

/** The key of an effect that has a kind of its own; undefined where a spec has none. */
export function ownEffect(spec) {
    return known.effects.map(effect => effect.key).find(key => !KINDS.includes(key) && spec[key] !== undefined);
}

/** The effects that go together, of those that the form says; their own fields and the added ones. */
export function partsOf(effects, form) {
    const all = withKeys(effects, form, true);
    return [...new Set([...Object.keys(effects), ...known.shapings.map(part => part.key).filter(key => all[key] !== undefined)])];
}

/** The keys of the effects that go together. */
export function shapings() {
    return known.shapings.map(part => part.key);
}

/** The spec with what the added fields say. */
export function withKeys(spec, form, shaping) {
    const all = { ...spec };
    forAll().filter(key => key.keys.length === 0).forEach(key => give(all, key, form));
    known.effects.filter(effect => all[effect.key] !== undefined).forEach(effect => {
        const within = valuesOf(effect.key, effect.keys.slice(1), form);
        if (Object.keys(within).length > 0) {
            all[effect.key] = { [effect.keys[0].key]: all[effect.key], ...within };
        }
    });
    if (shaping) {
        known["shaping-settings"].forEach(key => give(all, key, form));
        known.shapings.forEach(part => {
            const within = valuesOf(part.key, part.keys.slice(1), form);
            const first = typeof all[part.key] === "object" ? all[part.key] : { [part.keys[0].key]: all[part.key] ?? said(part.key, form) };
            if (Object.keys(within).length > 0) {
                all[part.key] = Object.fromEntries(Object.entries({ ...first, ...within }).filter(([, value]) => value !== undefined));
            } else {
                give(all, part, form);
            }
        });
    }
    return all;
}

/** The keys that a fault of any kind can have. */
function forAll() {
    return [...known.settings, ...known.selectors, ...known["scenario-settings"]];
}

function valuesOf(path, keys, form) {
    return Object.fromEntries(keys.map(key => [key, path + "." + key.key]).map(([key, name]) => [key.key, key.keys.length > 0
        ? filled(valuesOf(name, key.keys, form)) : typed(key, said(name, form))]).filter(([, value]) => value !== undefined));
}

function give(spec, key, form) {
    const value = typed(key, said(key.key, form));
    if (value !== undefined && value !== key.default) {
        spec[key.key] = value;
    }
}

function filled(object) {
    return Object.keys(object).length > 0 ? object : undefined;
}

function said(name, form) {
    return !added.has(name) || (form[name] ?? "").trim() === "" ? undefined : form[name].trim();
}

/** JSON knows numbers and truth, which the agent takes as well as their text. */
function typed(key, text) {
    return text === undefined ? undefined : text === "true" ? true : text === "false" ? false
        : key.value.endsWith("...]") ? text.split(/[\s,]+/) : /^-?\d+$/.test(text) ? Number(text) : text;
}

function addPart(form, part) {
    add(form, part.key, part, SHAPING);
    const nest = (path, keys) => keys.forEach(key => key.keys.length > 0 ? nest(path + "." + key.key, key.keys)
        : add(form, path + "." + key.key, key, SHAPING));
    nest(part.key, part.keys.slice(1));
}

function add(form, name, key, kinds) {
    if (form.elements[OWN[name] ?? name] === undefined) {
        added.add(name);
        byId("more-keys").append(createElement("label", { title: key.meaning, ...(kinds !== null && { "data-for": kinds }) }, name.replaceAll(".", " ") + " ", field(name, key)));
    }
}

function field(name, key) {
    return key.words.length === 0 ? createElement("input", { name, placeholder: key.default ?? key.example })
        : createElement("select", { name }, createElement("option", { value: "" }, key.default ?? ""), ...key.words.filter(word => word !== key.default).map(word => createElement("option", {}, word)));
}

function addKind(form, effect) {
    byId("kinds").append(createElement("label", { title: effect.meaning }, createElement("input", { type: "radio", name: "kind", value: effect.key }), createElement("span", {}, effect.key)));
    byId("kind-fields").append(createElement("label", { "data-for": effect.key }, effect.key + " ", field(effect.key, effect)));
}
