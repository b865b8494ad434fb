// The matrix: rows send, columns receive. One stop of Tab; arrow keys move inside.

import { acts, between, ELSEWHERE, places, reaches } from "./acts.js";
import { byId, make, mark, say } from "./dom.js";
import { left, plural } from "./format.js";
import { targets } from "./store.js";

const DENSE = 10;               // rows; from there on, cells are small and say their kind by a letter
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
const OUTSIDE = { target: ELSEWHERE, name: "outside", what: "all that is no target here", addresses: [], reaches: [] };

let shown = "";
let cells = [];             // one list a row, the row's name first

/** @param choose called with the sender and the receiver; the receiver is null for a target's name */
export function showMatrix(choose) {
    const all = acts();
    const rows = places(all);
    const wanted = JSON.stringify(rows.map(row => [row.target, row.what, row.lab]));
    if (wanted !== shown) {
        shown = wanted;
        build(rows, choose);
    }
    paint(all, rows);
    const hidden = targets().length - rows.filter(row => row.lab === undefined).length;
    say(byId("left-out"), hidden === 0 ? "" : plural(hidden, "namespace") + " without an address " + (hidden === 1 ? "is" : "are") + " left out.");
}

function build(rows, choose) {
    const place = byId("matrix");
    if (rows.length === 0) {
        cells = [];
        place.replaceChildren(make("p", { class: "empty" }, "No target is here. Start a container, or make a namespace with ",
            make("code", {}, "ip netns add NAME"), "; it appears by itself. A scenario with a lab builds its own hosts."));
        return;
    }
    const sides = [...rows, OUTSIDE];
    const head = make("tr", {}, make("td", { class: "corner" }, make("span", {}, "from"), make("span", {}, "to")),
        ...sides.map(to => make("th", { scope: "col", title: about(to) }, make("span", {}, to.name))));
    cells = sides.map(from => [name(from, choose), ...sides.map(to => cell(from, to, choose))]);
    const body = cells.map((row, i) => make("tr", {}, make("th", { scope: "row", role: "rowheader" }, row[0]),
        ...row.slice(1).map((one, j) => make("td", { role: "gridcell", class: i === j ? "self" : null }, one))));
    place.replaceChildren(make("div", { class: "scroll" }, make("table", { role: "grid", "aria-labelledby": "reach-title", class: isDense() ? "dense" : null, keydown: move },
        make("thead", {}, head), make("tbody", {}, ...body))));
    stop(1, cells.length > 2 ? 2 : 1);
}

function isDense() {
    return cells.length > DENSE;
}

function name(from, choose) {
    const kind = from.target.includes(":") && from.name !== from.target ? from.target.slice(0, from.target.indexOf(":")) : "";
    return make("button", { type: "button", class: "name", tabindex: -1, disabled: from === OUTSIDE, title: about(from), click: () => choose(from, null) },
        from.name, make("small", {}, from.lab === undefined ? kind : "lab"));
}

function cell(from, to, choose) {
    return from === to ? null : make("button", { type: "button", class: "cell", tabindex: -1, click: () => choose(from, to) },
        make("span", { class: "what" }), make("span", { class: "left" }), make("span", { class: "bar" }));
}

function about(target) {
    return [target.target, target.what, target.addresses.join(", ")].filter(text => text).join("\n");
}

function paint(all, rows) {
    const sides = [...rows, OUTSIDE];
    cells.forEach((row, i) => row.slice(1).forEach((one, j) => {
        if (one !== null) {
            show(one, sides[i], sides[j], between(all, sides[i].target, sides[j].target, rows));
        }
    }));
}

function show(one, from, to, hits) {
    const worst = hits[0];
    const kind = worst === undefined ? idle(from, to) : worst.firing ? worst.kind : "armed";
    const firing = hits.filter(act => act.firing);
    const end = Math.max(0, ...firing.map(act => act.left));
    mark(one, "data-kind", kind);
    const word = firing.length > 0 ? worst.kind : "";
    say(one.children[0], isDense() ? word.slice(0, 1).toUpperCase() : word + (firing.length > 1 ? " +" + (firing.length - 1) : ""));
    say(one.children[1], end > 0 ? left(end) : "");
    one.children[2].style.setProperty("--part", firing.length === 0 ? 0 : Math.min(1, worst.left / worst.whole));
    mark(one, "aria-label", from.name + " to " + to.name + ": "
        + (worst === undefined ? { open: "reaches", none: "no route known" }[kind] : hits.map(describe).join(", ")));
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
        one.tabIndex = -1;
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
