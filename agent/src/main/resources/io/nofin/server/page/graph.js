// The same as the matrix as a picture, for a wide window. The matrix is what keyboards and screen readers use. Few targets stand in a
// ring, with all ways between them; many stand in boxes by their groups, with the ways that are used or faulted.

import { allFaults, between, ELSEWHERE, places, reaches } from "./acts.js";
import { byId, createSvgElement, setAttribute, setText } from "./dom.js";
import { formatRemaining, formatRate } from "./format.js";
import { arranged } from "./groups.js";
import { boxes, ring } from "./layout.js";
import { rateOf, traffic } from "./store.js";

const FEW = 8;
const MOST_WAYS = 60;
const ARROWS = "\u2192\u2198\u2193\u2199\u2190\u2196\u2191\u2197";      // by eighths of a turn
const PLACE = 0.58;             // of a label on its edge: not in the middle, where edges meet
const SIGN = 8.4;               // a letter's width

let shown = "";
let edges = [];

export function showGraph(choose) {
    const all = allFaults();
    const rows = places(all);
    const ways = rows.length <= FEW ? pairs(rows) : used(all, rows);
    const wanted = JSON.stringify([rows.map(row => [row.target, row.reaches]), ways.map(([from, to]) => [from.target, to.target])]);
    if (wanted !== shown) {
        shown = wanted;
        build(rows, ways, choose);
    }
    edges.forEach(edge => paint(edge, all, rows));
}

function pairs(rows) {
    return rows.flatMap((from, i) => rows.slice(i + 1).map(to => [from, to]));
}

/** In the order of the rows, so that a picture does not change with the rates. */
function used(all, rows) {
    const busy = new Set(traffic().ways.filter(way => way.from !== ELSEWHERE && way.to !== ELSEWHERE).slice(0, MOST_WAYS).map(way => way.from + " " + way.to));
    const firing = all.filter(act => act.firing);
    return pairs(rows).filter(([from, to]) => busy.has(from.target + " " + to.target) || busy.has(to.target + " " + from.target)
        || firing.some(act => act.peers.length > 0) && [...between(firing, from.target, to.target, rows), ...between(firing, to.target, from.target, rows)]
            .some(act => act.peers.length > 0));
}

function build(rows, ways, choose) {
    const place = byId("graph");
    edges = [];
    if (rows.length < 2) {
        place.replaceChildren();
        return;
    }
    const picture = rows.length <= FEW ? ring(rows) : boxes(arranged(rows));
    const at = new Map(picture.places.map(one => [one.row.target, one]));
    edges = ways.map(([from, to]) => edge(from, to, at.get(from.target), at.get(to.target), choose));
    setAttribute(place, "data-many", rows.length > FEW);
    const svg = createSvgElement("svg", { viewBox: "0 0 " + picture.width + " " + picture.height },
        ...picture.groups.map(group), ...edges.map(one => one.lines), ...picture.places.map(one => node(one, choose)), ...edges.map(one => one.label));
    svg.style.maxWidth = rows.length > FEW ? picture.width + "px" : "none";
    place.replaceChildren(svg);
}

function group({ name, x, y, width, height }) {
    return createSvgElement("g", { class: "group" }, createSvgElement("rect", { x, y, width, height, rx: 10 }), createSvgElement("text", { x: x + 12, y: y + 20 }, name));
}

function node({ row, text, x, y, width }, choose) {
    return createSvgElement("g", { class: "node", click: () => choose(row, null) }, createSvgElement("title", {}, row.name),
        createSvgElement("rect", { x: x - width / 2, y: y - 17, width, height: 34, rx: 17 }), createSvgElement("text", { x, y: y + 5 }, text));
}

function edge(from, to, a, b, choose) {
    const { path, x, y } = a.right !== undefined && a.x === b.x ? around(a, b) : { path: "M" + a.x + " " + a.y + "L" + b.x + " " + b.y,
        x: a.x * PLACE + b.x * (1 - PLACE), y: a.y * PLACE + b.y * (1 - PLACE) };
    const lines = createSvgElement("g", { class: "edge", click: () => choose(from, to) }, createSvgElement("path", { class: "wide", d: path }), createSvgElement("path", { class: "seen", d: path }));
    const label = createSvgElement("g", { class: "label" }, createSvgElement("rect", { y: -13, height: 26, rx: 13 }), createSvgElement("text", { y: 5 }));
    label.setAttribute("transform", "translate(" + x + " " + y + ")");
    return { from, to, lines, label, turn: Math.round(Math.atan2(b.y - a.y, b.x - a.x) / (Math.PI / 4)) + 8 };
}

/** Two of one column: beside those between, with the label where the curve is farthest out. */
function around(a, b) {
    const [from, to, out] = [a.x + a.width / 2, b.x + b.width / 2, a.right + 70];
    return { path: "M" + from + " " + a.y + "Q" + out + " " + (a.y + b.y) / 2 + " " + to + " " + b.y, x: (from + to) / 4 + out / 2, y: (a.y + b.y) / 2 };
}

function paint({ from, to, lines, label, turn }, all, rows) {
    const there = between(all, from.target, to.target, rows).filter(act => act.firing);
    const back = between(all, to.target, from.target, rows).filter(act => act.firing);
    const worst = [...there, ...back][0];
    const packets = rateOf(from.target, to.target) + rateOf(to.target, from.target);
    const kind = worst === undefined ? (reaches(from, to) || reaches(to, from) ? "open" : "none") : worst.kind;
    setAttribute(lines, "data-kind", kind);
    setAttribute(label, "data-kind", kind);
    setAttribute(label, "hidden", worst === undefined && packets === 0);
    lines.style.setProperty("--busy", packets === 0 ? 0 : 1 + Math.min(4, Math.log10(1 + packets)));
    const arrow = there.length > 0 && back.length > 0 ? "" : " " + ARROWS[(there.length > 0 ? turn : turn + 4) % 8];
    const end = Math.max(0, ...[...there, ...back].map(act => act.remaining));
    const text = worst === undefined ? packets === 0 ? "" : formatRate(packets) : kind + arrow + (end > 0 ? " " + formatRemaining(end) : "");
    setText(label.children[1], text);
    setAttribute(label.children[0], "width", text.length * SIGN + 16);
    setAttribute(label.children[0], "x", -(text.length * SIGN + 16) / 2);
}
