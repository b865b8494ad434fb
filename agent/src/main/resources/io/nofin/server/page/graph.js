// The same as the matrix as a picture, for few targets and a wide window. The matrix is what keyboards and screen readers use.

import { acts, between, places, reaches } from "./acts.js";
import { byId, draw, mark, say } from "./dom.js";
import { left } from "./format.js";

const MOST = 8;
const WIDTH = 360;
const HEIGHT = 300;
const ARROWS = "\u2192\u2198\u2193\u2199\u2190\u2196\u2191\u2197";      // by eighths of a turn
const PLACE = 0.58;             // of a label on its edge: not in the middle, where edges meet
const SIGN = 8.4;               // a letter's width
const RADIUS = 26;

let shown = "";
let edges = [];

export function showGraph(choose) {
    const all = acts();
    const rows = places(all);
    const wanted = JSON.stringify(rows.map(row => [row.target, row.reaches]));
    if (wanted !== shown) {
        shown = wanted;
        build(rows, choose);
    }
    edges.forEach(edge => paint(edge, all, rows));
}

function build(rows, choose) {
    const place = byId("graph");
    edges = [];
    if (rows.length < 2 || rows.length > MOST) {
        place.replaceChildren();
        return;
    }
    const at = rows.map((row, i) => point(i, rows.length));
    rows.forEach((from, i) => rows.slice(i + 1).forEach((to, j) => edges.push(edge(from, to, at[i], at[i + 1 + j], choose))));
    place.replaceChildren(draw("svg", { viewBox: "0 0 " + WIDTH + " " + HEIGHT },
        ...edges.map(one => one.lines), ...rows.map((row, i) => node(row, at[i], choose)), ...edges.map(one => one.label)));
}

/** On an ellipse; of two, one left and one right. */
function point(i, count) {
    const angle = (i / count) * 2 * Math.PI - (count === 2 ? Math.PI : Math.PI / 2);
    return { x: WIDTH / 2 + Math.cos(angle) * (WIDTH / 2 - 52), y: HEIGHT / 2 + Math.sin(angle) * (HEIGHT / 2 - 26) };
}

function node(row, { x, y }, choose) {
    const name = row.name.length > 14 ? row.name.slice(0, 13) + "\u2026" : row.name;
    const width = Math.max(2 * RADIUS, name.length * SIGN + 26);
    return draw("g", { class: "node", click: () => choose(row, null) },
        draw("rect", { x: x - width / 2, y: y - 17, width, height: 34, rx: 17 }), draw("text", { x, y: y + 5 }, name));
}

function edge(from, to, a, b, choose) {
    const line = kind => draw("line", { class: kind, x1: a.x, y1: a.y, x2: b.x, y2: b.y });
    const lines = draw("g", { class: "edge", click: () => choose(from, to) }, line("wide"), line("seen"));
    const label = draw("g", { class: "label" }, draw("rect", { y: -13, height: 26, rx: 13 }), draw("text", { y: 5 }));
    label.setAttribute("transform", "translate(" + (a.x * PLACE + b.x * (1 - PLACE)) + " " + (a.y * PLACE + b.y * (1 - PLACE)) + ")");
    return { from, to, lines, label, turn: Math.round(Math.atan2(b.y - a.y, b.x - a.x) / (Math.PI / 4)) + 8 };
}

function paint({ from, to, lines, label, turn }, all, rows) {
    const there = between(all, from.target, to.target, rows).filter(act => act.firing);
    const back = between(all, to.target, from.target, rows).filter(act => act.firing);
    const worst = [...there, ...back][0];
    const kind = worst === undefined ? (reaches(from, to) || reaches(to, from) ? "open" : "none") : worst.kind;
    mark(lines, "data-kind", kind);
    mark(label, "data-kind", kind);
    mark(label, "hidden", worst === undefined);
    const arrow = there.length > 0 && back.length > 0 ? "" : " " + ARROWS[(there.length > 0 ? turn : turn + 4) % 8];
    const end = Math.max(0, ...[...there, ...back].map(act => act.left));
    const text = worst === undefined ? "" : kind + arrow + (end > 0 ? " " + left(end) : "");
    say(label.children[1], text);
    mark(label.children[0], "width", text.length * SIGN + 16);
    mark(label.children[0], "x", -(text.length * SIGN + 16) / 2);
}
