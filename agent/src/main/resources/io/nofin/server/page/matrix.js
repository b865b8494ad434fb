// The matrix: rows send, columns receive. One stop of Tab; arrow keys move inside. Cells are as large as the window lets them be; where
// not even small ones fit, one sender at a time has a list of its receivers.

import { allFaults, between, ELSEWHERE, places, reaches } from "./acts.js";
import { byId, createElement, setAttribute, setText } from "./dom.js";
import { formatRemaining, plural, formatRate } from "./format.js";
import { arranged } from "./groups.js";
import { notifyViews, rateOf, targets } from "./store.js";

const MANY = 8;                 // rows; from there on, the matrix has the whole width
const NARROW = 600;
const SMALLEST = 24;            // what a finger or a mouse can hit
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
const OUTSIDE = { target: ELSEWHERE, name: "outside", brief: "outside", what: "all that is no target here", addresses: [], reaches: [], labels: {}, shares: [] };

let shown = "";
let shape = null;           // { kind, size } of the cells
let cells = [];             // one list a row, the row's name first
let bodies = [];            // the elements of the rows
let chosen = 0;             // the sender of the list

addEventListener("resize", notifyViews);

/** @param choose called with the sender and the receiver; the receiver is null for a target's name */
export function showMatrix(choose) {
    const all = allFaults();
    const rows = places(all);
    setAttribute(document.body, "data-many", rows.length > MANY);
    shape = fitting(rows);
    const wanted = JSON.stringify([shape, rows.map(row => [row.target, row.what, row.lab, row.shares, row.brief])]);
    if (wanted !== shown) {
        shown = wanted;
        build(rows, choose);
    }
    paint(all, rows);
    const hidden = targets().length - rows.filter(row => row.lab === undefined).length;
    setText(byId("left-out"), hidden === 0 ? "" : plural(hidden, "namespace") + " without an address " + (hidden === 1 ? "is" : "are") + " left out.");
}

/** How large cells can be for all columns to be in sight. */
function fitting(rows) {
    const narrow = innerWidth <= NARROW;
    const longest = Math.max(0, ...rows.map(row => row.brief.length));
    const names = narrow ? 84 : Math.min(190, 50 + longest * 8);
    const room = Math.floor((byId("reach").clientWidth - names) / (rows.length + 1)) - (narrow ? 3 : 4);
    if (room >= (narrow ? 48 : 74) || rows.length < 4) {
        return { kind: "large", size: narrow ? 48 : 74 };
    }
    return room >= SMALLEST ? { kind: "small", size: Math.min(40, room) } : { kind: "list", size: 0 };
}

function build(rows, choose) {
    const place = byId("matrix");
    if (rows.length === 0) {
        cells = [];
        place.replaceChildren(createElement("p", { class: "empty" }, "No target is here. Start a container, or make a namespace with ",
            createElement("code", {}, "ip netns add NAME"), "; it appears by itself. A scenario with a lab builds its own hosts."));
        return;
    }
    const sides = [...rows, OUTSIDE];
    cells = sides.map(from => [name(from, choose), ...sides.map(to => cell(from, to, choose))]);
    place.replaceChildren(shape.kind === "list" ? listed(rows, sides) : table(rows, sides));
    stop(1, cells.length > 2 ? 2 : 1);
}

function table(rows, sides) {
    const groups = arranged(rows);
    const hasGroups = groups.length > 1;
    const starts = new Map(groups.map(group => [group.rows[0].target, group]));
    bodies = cells.map((row, i) => createElement("tr", {}, createElement("th", { scope: "row", role: "rowheader" }, row[0]),
        ...row.slice(1).map((one, j) => createElement("td", { role: "gridcell", class: i === j ? "self" : null }, one))));
    const titles = hasGroups ? createElement("tr", { class: "groups" }, createElement("td", {}), ...groups.map(group => createElement("th", { scope: "colgroup", colspan: group.rows.length },
        createElement("span", { title: group.name }, group.name))), createElement("td", {})) : null;
    const head = createElement("tr", {}, createElement("td", { class: "corner" }, createElement("span", {}, "from"), createElement("span", {}, "to")),
        ...sides.map(to => createElement("th", { scope: "col", title: about(to), class: hasGroups && starts.has(to.target) ? "first" : null }, createElement("span", {}, to.brief))));
    const body = sides.flatMap((from, i) => hasGroups && starts.has(from.target)
        ? [createElement("tr", { class: "groups" }, createElement("th", { scope: "rowgroup", colspan: sides.length + 1 }, starts.get(from.target).name)), bodies[i]] : [bodies[i]]);
    const made = createElement("table", { role: "grid", "aria-labelledby": "reach-title", class: shape.kind, keydown: move }, createElement("thead", {}, titles, head), createElement("tbody", {}, ...body));
    made.style.setProperty("--cell", shape.size + "px");
    return createElement("div", { class: "scroll" }, made);
}

function listed(rows, sides) {
    const groups = [...arranged(rows), { name: "", rows: [OUTSIDE] }];
    const choice = createElement("select", { "aria-label": "From", change: event => {
        chosen = Number(event.target.value);
        notifyViews();
    } }, ...groups.map(group => createElement("optgroup", { label: group.name || "outside" }, ...group.rows.map(row =>
        createElement("option", { value: sides.findIndex(one => one.target === row.target) }, row.name)))));
    chosen = Math.min(chosen, rows.length - 1);
    choice.value = chosen;
    bodies = cells.map((row, i) => createElement("div", { class: "sender" }, row[0], ...groups.map(group => createElement("div", { class: "receivers" },
        group.name === "" ? null : createElement("h3", {}, group.name),
        ...group.rows.map(to => sides.findIndex(one => one.target === to.target)).filter(j => j !== i).map(j => row[j + 1])))));
    return createElement("div", { class: "list", role: "group", "aria-labelledby": "reach-title", keydown: move }, createElement("label", {}, "From ", choice), ...bodies);
}

function name(from, choose) {
    const kind = from.name === from.target ? "" : from.kind ?? "";
    return createElement("button", { type: "button", class: "name", tabindex: -1, disabled: from === OUTSIDE, title: about(from), "aria-label": from.name, click: () => choose(from, null) },
        shape.kind === "list" ? from.name : from.brief, createElement("small", {}, from.lab === undefined ? kind : "lab"),
        from.shares.length === 0 ? null : createElement("small", { class: "shares" }, "+ " + from.shares.join(", ")));
}

function cell(from, to, choose) {
    return from === to ? null : createElement("button", { type: "button", class: "cell", tabindex: -1, click: () => choose(from, to) },
        createElement("span", { class: "what" }), createElement("span", { class: "left" }), createElement("span", { class: "bar" }),
        shape.kind === "list" ? createElement("span", { class: "to" }, to.brief) : null);
}

function about(target) {
    return [target.target, target.what, target.addresses.join(", "), target.shares.length === 0 ? "" : target.shares.join(", ") + " shares its network: a fault is on both"]
        .filter(text => text).join("\n");
}

function paint(all, rows) {
    const sides = [...rows, OUTSIDE];
    cells.forEach((row, i) => {
        let firing = false;
        row.slice(1).forEach((one, j) => {
            if (one !== null) {
                const hits = between(all, sides[i].target, sides[j].target, rows);
                firing ||= hits.length > 0;
                setAttribute(one, "hidden", shape.kind === "list" && i !== chosen && hits.length === 0);
                show(one, sides[i], sides[j], hits);
            }
        });
        setAttribute(bodies[i], "hidden", shape.kind === "list" && i !== chosen && !firing);
    });
}

function show(one, from, to, hits) {
    const worst = hits[0];
    const kind = worst === undefined ? idle(from, to) : worst.firing ? worst.kind : "armed";
    const firing = hits.filter(act => act.firing);
    const end = Math.max(0, ...firing.map(act => act.remaining));
    const packets = rateOf(from.target, to.target);
    setAttribute(one, "data-kind", kind);
    setAttribute(one, "data-busy", packets > 0);
    const word = firing.length > 0 ? worst.kind : "";
    setText(one.children[0], shape.kind === "small" ? word.slice(0, 1).toUpperCase() : word + (firing.length > 1 ? " +" + (firing.length - 1) : ""));
    setText(one.children[1], end > 0 ? formatRemaining(end) : packets > 0 && firing.length === 0 ? formatRate(packets) : "");
    one.children[2].style.setProperty("--part", firing.length === 0 ? 0 : Math.min(1, worst.remaining / worst.length));
    const label = from.name + " to " + to.name + ": " + (worst === undefined ? { open: "reaches", none: "no route known" }[kind] : hits.map(describe).join(", "))
        + (packets > 0 ? ", " + formatRate(packets).replace("/s", " packets a second") : "");
    setAttribute(one, "aria-label", label);
    setAttribute(one, "title", label);
}

function idle(from, to) {
    const known = to === OUTSIDE ? from.reaches.includes(ELSEWHERE) : from === OUTSIDE ? to.reaches.includes(ELSEWHERE) : reaches(from, to);
    return known ? "open" : "none";
}

function describe(act) {
    return act.effect + (act.firing ? ", firing" : ", armed") + " (" + act.name + (act.run === null ? "" : " of " + act.run.scenario) + ")";
}

function stop(row, column) {
    cells.flat().filter(one => one !== null).forEach(one => {
        one.tabIndex = shape.kind === "list" ? 0 : -1;
    });
    cells[row - 1][column].tabIndex = 0;
}

function move(event) {
    const row = cells.findIndex(one => one.includes(event.target));
    const column = row < 0 ? -1 : cells[row].indexOf(event.target);
    const step = STEPS[event.key];
    if (step === undefined || column < 0) {
        return;
    }
    event.preventDefault();
    for (let r = row + step[0], c = column + step[1]; cells[r]?.[c] !== undefined; r += step[0], c += step[1]) {
        if (cells[r][c] !== null && !cells[r][c].disabled) {
            stop(r + 1, c);
            cells[r][c].focus();
            return;
        }
    }
}
