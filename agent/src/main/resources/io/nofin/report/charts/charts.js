// The charts, by Chart.js, and what stands around each.
import { last } from "./data.js";
import { decoration } from "./decoration.js";
import { colour, element, margin, section, shortened, swatch } from "./elements.js";
import { duration, number, short } from "./format.js";
import { lanes, packets, retransmissions, roundTrips } from "./lines.js";
import { listen } from "./pointer.js";
import { moment, view } from "./view.js";

function figure(title, label, height) {
    const readout = element("ul", { class: "readout" });
    const canvas = element("canvas", { role: "img", "aria-label": label });
    const plot = element("div", { class: "plot" }, canvas);
    plot.style.height = height + "px";
    const made = element("figure", {}, element("figcaption", {}, title), readout, plot);
    section.append(made);
    listen(canvas);
    return { figure: made, readout, canvas };
}

function options(y, decorated) {
    const grid = { color: colour("line") };
    const ticks = { color: colour("dim"), font: { size: 12 } };
    return {
        animation: false, responsive: true, maintainAspectRatio: false, events: [], normalized: true,
        layout: { padding: { right: 8 } },
        plugins: { legend: { display: false }, tooltip: { enabled: false }, decoration: decorated },
        scales: {
            x: { type: "linear", min: view.from, max: view.to, grid, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 24, includeBounds: false,
                callback: value => Number(value.toFixed(3)) + " s" } },
            y: { ...y, grid: { ...grid, ...y.grid }, ticks: { ...ticks, ...y.ticks }, afterFit: scale => { scale.width = margin(); } },
        },
    };
}

function laneChart() {
    const rows = lanes();
    const label = "Faults and probes over time: " + rows.map(row => row.name + " " + row.stretches.map(one => one.state + " from "
        + moment(one.from) + " to " + moment(one.to)).join(", ")).join("; ");
    const place = figure("Faults and probes", label, 44 + 30 * rows.length);
    const bars = rows.flatMap((row, i) => row.stretches.map(stretch => ({ x: [stretch.from, stretch.to], y: i, stretch })));
    const chart = new Chart(place.canvas, {
        type: "bar", plugins: [decoration],
        data: { labels: rows.map((_, i) => i), datasets: [{ data: bars, grouped: false, barPercentage: 0.9, categoryPercentage: 0.9, minBarLength: 2,
            backgroundColor: bars.map(bar => colour(bar.stretch.colour)), borderColor: colour("panel"), borderWidth: { left: 1, right: 1 },
            borderSkipped: false }] },
        options: { indexAxis: "y", ...options({ type: "category", grid: { display: false }, ticks: { autoSkip: false, color: colour("text"),
            callback(value) { return shortened(this.ctx, rows[value].name); } } }, { names: true }) },
    });
    const read = () => rows.map(row => {
        const now = row.stretches.filter(one => one.from <= view.cursor && view.cursor <= one.to).pop();
        return { name: row.name, value: now ? now.state + (now.reason ? " (" + now.reason + ")" : "") : "\u2013" };
    });
    place.readout.classList.add("one-line");
    return { chart, refresh: () => place.readout.replaceChildren(...view.cursor === null ? [] : read().map(one =>
        element("li", {}, one.name + " ", element("b", {}, one.value)))) };
}

// An entry of a chart's readout; what is returned shows the value under the cursor.
function item(readout, content) {
    const value = element("b", {});
    readout.append(element("li", {}, ...content, value));
    return value;
}

function lineChart(title, lines, format, y) {
    const drawn = lines.filter(line => line.points.length > 0);
    if (drawn.length === 0) {
        return null;
    }
    const place = figure(title, title + " over time: " + drawn.map(line => line.name).join(", "), 150);
    const chart = new Chart(place.canvas, {
        type: "line", plugins: [decoration],
        data: { datasets: drawn.map(line => ({ label: line.name, data: line.points, parsing: false, borderColor: colour(line.colour), borderWidth: 2,
            borderDash: line.dash || [], stepped: line.stepped || false, fill: line.fill ? "origin" : false,
            backgroundColor: line.fill ? colour(line.colour) + "40" : colour(line.colour), pointRadius: 0, borderJoinStyle: "round" })) },
        options: options({ ...y, ticks: { maxTicksLimit: 5, callback: value => short(format(value)), ...(y.ticks || {}) } }, { bands: true }),
    });
    const items = drawn.map((line, i) => {
        const button = element("button", { type: "button", "aria-pressed": "true", title: "Show or hide" }, swatch(line), line.name);
        button.addEventListener("click", () => {
            chart.setDatasetVisibility(i, !chart.isDatasetVisible(i));
            button.setAttribute("aria-pressed", chart.isDatasetVisible(i));
            chart.update();
        });
        return item(place.readout, [button]);
    });
    return { chart, refresh: () => drawn.forEach((line, i) => {
        const point = under(line.points);
        items[i].textContent = view.cursor === null ? "" : " " + (point && Number.isFinite(point.y) ? format(point.y) : "\u2013");
    }) };
}

// The last point that is not behind the cursor.
function under(points) {
    let low = 0;
    let high = points.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (points[middle].x <= view.cursor) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return view.cursor === null || low === 0 ? undefined : points[low - 1];
}

function times(lines) {
    const seen = lines.flatMap(line => line.points.map(point => point.y)).filter(value => value > 0);
    const low = seen.reduce((one, other) => Math.min(one, other), Infinity);
    const high = seen.reduce((one, other) => Math.max(one, other), 0);
    if (high / low < 30) {
        return { type: "linear", beginAtZero: true };
    }
    const powers = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
        powers.push({ value: 10 ** power });
    }
    return { type: "logarithmic", min: powers[0].value, max: last(powers).value, afterBuildTicks: scale => { scale.ticks = powers; } };
}

export function build() {
    const trips = roundTrips();
    view.plots = [laneChart(),
        lineChart("Packets per second", packets(), value => number(value) + "/s", { type: "linear", beginAtZero: true }),
        lineChart("Round trip", trips, duration, times(trips)),
        lineChart("Retransmissions", retransmissions(), value => String(value), { type: "linear", beginAtZero: true, suggestedMax: 4, ticks: { precision: 0 } })]
        .filter(plot => plot !== null);
}
