// Draws the charts of a report. All of them share one stretch of time and one moment under the cursor.
import { build } from "./charts.js";
import { series, whole } from "./data.js";
import { element, section } from "./elements.js";
import { output, pan, point, show, step, view, zoom } from "./view.js";

const keys = {
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), "0": () => show(whole.from, whole.to), "Escape": () => point(null),
    "ArrowLeft": event => event.shiftKey ? pan(-0.25) : step(-0.01), "ArrowRight": event => event.shiftKey ? pan(0.25) : step(0.01),
};

function tools() {
    const buttons = [["\u2212", "Zoom out", () => zoom(2)], ["+", "Zoom in", () => zoom(0.5)], ["\u2190", "Earlier", () => pan(-0.25)],
        ["\u2192", "Later", () => pan(0.25)], ["All", "Show all", () => show(whole.from, whole.to)]];
    section.append(element("p", { class: "hint" }, "Drag across a chart to zoom, double-click to see all. Keys: + \u2212 0, arrows move the cursor, with shift the view."));
    section.append(element("div", { class: "tools" }, ...buttons.map(([text, label, act]) => {
        const button = element("button", { type: "button", "aria-label": label, title: label }, text);
        button.addEventListener("click", act);
        return button;
    }), output));
    section.setAttribute("tabindex", "0");
    section.setAttribute("aria-label", "Timeline: plus and minus zoom, zero shows all, arrows move the cursor");
    section.addEventListener("keydown", event => {
        if (keys[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey) {
            event.preventDefault();
            keys[event.key](event);
        }
    });
    series.notes.forEach(note => section.append(element("p", { class: "note" }, "Note: " + note)));
}

function rebuild() {
    view.plots.forEach(plot => plot.chart.destroy());
    section.querySelectorAll("figure").forEach(one => one.remove());
    build();
    show(view.from, view.to);
}

tools();
build();
show(whole.from, whole.to);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", rebuild);
