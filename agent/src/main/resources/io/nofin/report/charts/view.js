// The part of the time that all charts show, and the moment under the cursor.
import { whole } from "./data.js";
import { element } from "./elements.js";

const SHORTEST = 0.02;                  // seconds that can be seen at once

// The drag is the stretch that the pointer is pulled over; the plots are the charts, each with its readout.
export const view = { from: whole.from, to: whole.to, cursor: null, drag: null, plots: [] };
export const output = element("output", { "aria-live": "off" });

export function moment(seconds) {
    return seconds.toFixed(view.to - view.from < 2 ? 3 : 2) + " s";
}

export function show(from, to) {
    const length = Math.min(whole.to - whole.from, Math.max(SHORTEST, to - from));
    view.from = Math.min(Math.max(whole.from, from), whole.to - length);
    view.to = view.from + length;
    view.plots.forEach(plot => {
        plot.chart.options.scales.x.min = view.from;
        plot.chart.options.scales.x.max = view.to;
        plot.chart.data.datasets.forEach(dataset => {
            const visible = dataset.data.filter(point => point.x >= view.from && point.x <= view.to).length;
            dataset.pointRadius = visible > 0 && visible < 120 ? 2.5 : 0;
        });
        plot.chart.update("none");
    });
    point(view.cursor);
}

export function zoom(factor) {
    const centre = view.cursor !== null && view.cursor >= view.from && view.cursor <= view.to ? view.cursor : (view.from + view.to) / 2;
    show(centre - (centre - view.from) * factor, centre + (view.to - centre) * factor);
}

export function pan(part) {
    const step = (view.to - view.from) * part;
    show(view.from + step, view.to + step);
}

export function point(at) {
    view.cursor = at;
    output.textContent = (at === null ? "" : "at " + moment(at) + " \u00b7 ") + moment(view.from) + " to " + moment(view.to);
    view.plots.forEach(plot => {
        plot.chart.draw();
        plot.refresh();
    });
}

export function step(part) {
    const at = (view.cursor === null ? view.from : view.cursor) + (view.to - view.from) * part;
    point(Math.min(view.to, Math.max(view.from, at)));
}
