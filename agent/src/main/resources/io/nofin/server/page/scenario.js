// A scenario pasted or opened here: checked while it is written, and run.

import { ask } from "./api.js";
import { createButton, byId, createElement, setAttribute, setText } from "./dom.js";
import { plural } from "./format.js";
import { mayAct, targets } from "./store.js";
import { addNote } from "./log.js";

const QUIET_MS = 400;
const YAML = "application/yaml";
const LARGEST = 1_000_000;

let timer = 0;
let checks = 0;                 // only the answer to the last one counts
let valid = false;
let lines = 0;

const text = () => byId("yaml");

export function startScenario() {
    text().addEventListener("input", written);
    text().addEventListener("scroll", () => {
        byId("gutter").scrollTop = text().scrollTop;
    });
    byId("file").addEventListener("change", openFile);
    byId("example").addEventListener("click", () => write(example(), "example.yaml"));
    byId("scenario-form").addEventListener("submit", run);
    number([]);
}

export function showScenario() {
    setAttribute(byId("run"), "disabled", !valid || !mayAct());
}

async function openFile() {
    const file = byId("file").files[0];
    if (file === undefined) {
        return;
    }
    if (file.size > LARGEST) {
        setText(byId("checked"), file.name + " is too large for a scenario.");
        return;
    }
    write(await file.text(), file.name);
    byId("file").value = "";
}

function write(content, name) {
    text().value = content;
    setText(byId("file-name"), name);
    written();
}

function written() {
    valid = false;
    showScenario();
    number([]);
    clearTimeout(timer);
    const mine = ++checks;
    if (text().value.trim() === "") {
        tell("", []);
        return;
    }
    setText(byId("checked"), "checking ...");
    timer = setTimeout(() => check(mine), QUIET_MS);
}

async function check(mine) {
    try {
        const answer = await ask("POST", "/v1/scenarios/validate", text().value, { type: YAML });
        if (mine !== checks) {
            return;
        }
        const result = Array.isArray(answer) ? answer[0] : answer;
        valid = result.valid;
        tell(valid ? ["This scenario is right.", ...result.notes].join(" Note: ") : plural(result.problems.length, "problem") + ":", result.problems);
    } catch (e) {
        if (mine === checks) {
            tell(e.message + (e.hint ? ": " + e.hint : ""), e.problems ?? []);
        }
    }
    showScenario();
}

async function run(event) {
    event.preventDefault();
    setAttribute(byId("run"), "disabled", true);
    try {
        const name = byId("file-name").textContent || "scenario.yaml";
        const started = await ask("POST", "/v1/runs?series=true&file=" + encodeURIComponent(name), text().value, { type: YAML });
        setText(byId("checked"), "It runs as " + started.id + ".");
        byId("runs").scrollIntoView({ block: "start" });
    } catch (e) {
        tell(e.message + (e.hint ? ": " + e.hint : ""), e.problems ?? []);
        addNote("problem", e.message);
    }
    showScenario();
}

function tell(what, problems) {
    setText(byId("checked"), what);
    setAttribute(byId("checked"), "data-state", what === "" ? null : valid ? "right" : "wrong");
    byId("problems").replaceChildren(...problems.map(problem => createElement("li", {},
        createButton("line " + problem.line, () => goTo(problem.line, problem.column), { class: "link" }),
        createElement("span", {}, (problem.path ? problem.path + ": " : "") + problem.what, createElement("br"), createElement("small", {}, problem.remedy)))));
    number(problems.map(problem => problem.line));
}

/** Numbers the lines, and marks those that are wrong. */
function number(wrong) {
    const count = text().value.split("\n").length;
    const gutter = byId("gutter");
    if (count !== lines) {
        lines = count;
        gutter.replaceChildren(...Array.from({ length: count }, (_, i) => createElement("li", {}, String(i + 1))));
    }
    [...gutter.children].forEach((line, i) => setAttribute(line, "class", wrong.includes(i + 1) ? "wrong" : null));
    gutter.scrollTop = text().scrollTop;
}

function goTo(line, column) {
    const before = text().value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    text().focus();
    text().setSelectionRange(before + Math.max(0, column - 1), before + (text().value.split("\n")[line - 1] ?? "").length);
}

/** Runs as it stands, on two targets of this host where there are two, on a lab of its own where not. */
function example() {
    const named = targets().filter(one => one.kind !== "pid" && one.kind !== "host");
    const pair = named.flatMap(one => named.filter(other => one.reaches.includes(other.target)).map(other => [one, other]))[0];
    const form = target => "{ " + target.kind + ": " + target.bareName + " }";
    const hosts = pair === undefined ? "lab:\n  hosts:\n    client: {}\n    server: { echo: 7 }\n"
        : "targets:\n  client: " + form(pair[0]) + "\n  server: " + form(pair[1]) + "\n";
    return "nofin: 1\nname: example\ndescription: The cable goes for five seconds, and is slow afterwards.\n" + hosts
        + "faults:\n  cut:  { on: client, peers: [server], drop: silent, optional: true }\n"
        + "  slow: { on: client, peers: [server], delay: { time: 100ms, jitter: 20ms }, optional: true }\n"
        + "timeline:\n  - { at: 2s, inject: cut, for: 5s }\n  - { at: 10s, inject: slow, for: 5s }\n";
}
