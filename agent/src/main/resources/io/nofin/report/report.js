"use strict";
// Draws the charts of a report. All of them share one stretch of time and one moment under the cursor.
(() => {
    const report = JSON.parse(document.getElementById("report").textContent);
    const section = document.getElementById("charts");
    const series = report.series || { hosts: [], faults: [], probes: [], connections: [], notes: [] };
    const SHORTEST = 0.02;                  // seconds that can be seen at once
    const turns = report.faults.flatMap(fault => fault.turns.map(turn => ({ name: fault.name, from: turn.from, to: turn.to })));
    const whole = extent();
    const WINDOW = Math.max(0.24, (whole.to - whole.from) / 400);    // seconds that a rate is taken over
    const view = { from: whole.from, to: whole.to, cursor: null };
    let plots = [];

    const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
    const last = list => list[list.length - 1];

    function extent() {
        const moments = turns.flatMap(turn => [turn.from, turn.to])
            .concat(...[...series.hosts, ...series.faults, ...series.probes, ...series.connections].map(one => [one.at[0], one.at[one.at.length - 1]]))
            .concat(...report.probes.map(probe => probe.transitions.map(change => change.at)))
            .filter(Number.isFinite);
        const from = moments.reduce((one, other) => Math.min(one, other), 0);
        const to = moments.reduce((one, other) => Math.max(one, other), 1);
        return { from: Math.max(-1, from), to: to + (to - from) * 0.01 };       // long before the timeline, nothing is of interest
    }

    // On an axis: as short as it can be.
    function short(text) {
        return text.replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");
    }

    function number(value) {
        return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
    }

    function duration(seconds) {
        return seconds < 999.5e-6 ? Math.round(seconds * 1e6) + " us" : seconds < 0.9995 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
    }

    function moment(seconds) {
        return seconds.toFixed(view.to - view.from < 2 ? 3 : 2) + " s";
    }

    // What is drawn: lanes of stretches, and lines of points.

    function lanes() {
        const rows = report.faults.map(fault => ({ name: fault.name, kind: "fault", stretches: turns.filter(turn => turn.name === fault.name)
            .map(turn => ({ from: turn.from, to: turn.to, state: "in force", colour: "fault" })) }));
        return rows.concat(report.probes.map(probe => ({ name: probe.name, kind: "probe", stretches: states(probe.transitions) })));
    }

    function states(transitions) {
        const colours = { connecting: "idle", up: "good", down: "bad", failed: "worse" };
        const changes = [{ at: whole.from, to: "connecting", reason: "" }, ...transitions];
        return changes.map((change, i) => ({ from: Math.max(whole.from, change.at), to: i + 1 < changes.length ? changes[i + 1].at : whole.to,
            state: change.to, reason: change.reason, colour: colours[change.to] })).filter(stretch => stretch.to > stretch.from);
    }

    // Packets a second, from each reading to the next that is late enough.
    function rates(at, counts) {
        const points = [];
        let since = 0;
        for (let i = 1; i < at.length; i++) {
            if (at[i] - at[since] >= WINDOW || i === at.length - 1 && at[i] > at[since]) {
                points.push({ x: at[since], y: (counts[i] - counts[since]) / (at[i] - at[since]) });
                since = i;
            }
        }
        return points.length === 0 ? [] : points.concat({ x: at[since], y: last(points).y });
    }

    function column(at, values) {
        return at.map((x, i) => ({ x, y: values[i] === null ? NaN : values[i] }));
    }

    function packets() {
        const passed = series.hosts.flatMap((host, i) => [
            { name: host.host + " out", points: rates(host.at, host.out), colour: "series-" + (i % 6 + 1), stepped: true },
            { name: host.host + " in", points: rates(host.at, host.in), colour: "series-" + (i % 6 + 1), dash: [4, 3], stepped: true }]);
        const taken = series.faults.map(fault => ({ name: fault.fault + ": " + fate(fault.fault),
            colour: fate(fault.fault) === "shaped" ? "fault" : "bad", fill: true, stepped: true,
            points: rates(fault.at, fault.in.map((count, i) => count + fault.out[i])) }));
        return passed.concat(taken);
    }

    function fate(name) {
        const fault = report.faults.find(one => one.name === name);
        return { drop: "dropped", reject: "rejected" }[fault && fault.kind] || "shaped";
    }

    function roundTrips() {
        const probes = series.probes.map((probe, i) => ({ name: probe.probe, colour: "series-" + (i % 6 + 1), points: column(probe.at, probe.latency) }));
        const timers = series.connections.map((connection, i) => ({ name: connection.probe + ": TCP's timer", colour: "series-" + ((i + 4) % 6 + 1),
            dash: [4, 3], points: column(connection.at, connection.timeout), stepped: true }));
        return probes.concat(timers);
    }

    function retransmissions() {
        return series.connections.flatMap((connection, i) => [
            { name: connection.probe + ": sent again", colour: "series-" + (i % 6 + 1), points: column(connection.at, connection["sent-again"]), stepped: true },
            { name: connection.probe + ": not acknowledged", colour: "series-" + (i % 6 + 1), dash: [4, 3],
                points: column(connection.at, connection.unacknowledged), stepped: true }]);
    }

    // The page around a chart.

    function element(tag, attributes, ...children) {
        const made = document.createElement(tag);
        Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
        made.append(...children);
        return made;
    }

    function swatch(line) {
        const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        svg.setAttribute("viewBox", "0 0 18 10");
        svg.setAttribute("aria-hidden", "true");
        const stroke = document.createElementNS("http://www.w3.org/2000/svg", line.fill ? "rect" : "path");
        Object.entries(line.fill ? { x: 0, y: 1, width: 18, height: 8, fill: colour(line.colour) }
            : { d: "M0 5H18", stroke: colour(line.colour), "stroke-width": 2.5, "stroke-dasharray": (line.dash || []).join(" ") })
            .forEach(([name, value]) => stroke.setAttribute(name, value));
        svg.append(stroke);
        return svg;
    }

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

    function margin() {
        return section.clientWidth < 560 ? 70 : 110;
    }

    function shortened(context, text) {
        let shown = text;
        while (shown.length > 1 && context.measureText(shown).width > margin() - 14) {
            shown = shown.slice(0, -2) + "\u2026";
        }
        return shown;
    }

    // Faults behind the lines, and the cursor in front of them.
    const decoration = {
        id: "decoration",
        beforeDatasetsDraw(chart, _, options) {
            const { ctx, chartArea: area, scales } = chart;
            if (options.bands) {
                ctx.save();
                ctx.beginPath();
                ctx.rect(area.left, area.top, area.width, area.height);
                ctx.clip();
                ctx.fillStyle = colour("band");
                turns.forEach(turn => {
                    const left = scales.x.getPixelForValue(turn.from);
                    ctx.fillRect(left, area.top, Math.max(1, scales.x.getPixelForValue(turn.to) - left), area.height);
                });
                ctx.restore();
            }
        },
        afterDatasetsDraw(chart, _, options) {
            if (options.names) {
                nameBars(chart);
            }
            const { ctx, chartArea: area, scales } = chart;
            const lines = [view.cursor, drag && drag.from, drag && drag.to].filter(Number.isFinite).filter(at => at >= view.from && at <= view.to);
            ctx.save();
            ctx.strokeStyle = colour("cursor");
            lines.forEach(at => {
                const x = Math.round(scales.x.getPixelForValue(at)) + 0.5;
                ctx.beginPath();
                ctx.moveTo(x, area.top);
                ctx.lineTo(x, area.bottom);
                ctx.stroke();
            });
            ctx.restore();
        },
    };

    function nameBars(chart) {
        const { ctx, chartArea: area } = chart;
        ctx.save();
        ctx.beginPath();
        ctx.rect(area.left, area.top, area.width, area.height);
        ctx.clip();
        ctx.fillStyle = colour("on-colour");
        ctx.font = "600 12px system-ui, sans-serif";
        ctx.textBaseline = "middle";
        chart.getDatasetMeta(0).data.forEach((bar, i) => {
            const left = Math.max(area.left, Math.min(bar.x, bar.base)) + 6;
            const room = Math.min(area.right, Math.max(bar.x, bar.base)) - left;
            const text = chart.data.datasets[0].data[i].stretch.state;
            if (ctx.measureText(text).width < room - 4) {
                ctx.fillText(text, left, bar.y + 1);
            }
        });
        ctx.restore();
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

    function build() {
        const trips = roundTrips();
        plots = [laneChart(),
            lineChart("Packets per second", packets(), value => number(value) + "/s", { type: "linear", beginAtZero: true }),
            lineChart("Round trip", trips, duration, times(trips)),
            lineChart("Retransmissions", retransmissions(), value => String(value), { type: "linear", beginAtZero: true, suggestedMax: 4, ticks: { precision: 0 } })]
            .filter(plot => plot !== null);
    }

    // Moving about.

    let drag = null;
    const output = element("output", { "aria-live": "off" });

    function show(from, to) {
        const length = Math.min(whole.to - whole.from, Math.max(SHORTEST, to - from));
        view.from = Math.min(Math.max(whole.from, from), whole.to - length);
        view.to = view.from + length;
        plots.forEach(plot => {
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

    function zoom(factor) {
        const centre = view.cursor !== null && view.cursor >= view.from && view.cursor <= view.to ? view.cursor : (view.from + view.to) / 2;
        show(centre - (centre - view.from) * factor, centre + (view.to - centre) * factor);
    }

    function pan(part) {
        const step = (view.to - view.from) * part;
        show(view.from + step, view.to + step);
    }

    function point(at) {
        view.cursor = at;
        output.textContent = (at === null ? "" : "at " + moment(at) + " \u00b7 ") + moment(view.from) + " to " + moment(view.to);
        plots.forEach(plot => {
            plot.chart.draw();
            plot.refresh();
        });
    }

    function step(part) {
        const at = (view.cursor === null ? view.from : view.cursor) + (view.to - view.from) * part;
        point(Math.min(view.to, Math.max(view.from, at)));
    }

    function listen(canvas) {
        const at = event => {
            const x = Chart.getChart(canvas).scales.x;
            return Math.min(view.to, Math.max(view.from, x.getValueForPixel(event.offsetX)));
        };
        canvas.addEventListener("pointerdown", event => {
            if (event.pointerType === "mouse" && event.button === 0) {
                canvas.setPointerCapture(event.pointerId);
                drag = { from: at(event), to: at(event) };
            }
        });
        canvas.addEventListener("pointermove", event => {
            if (drag) {
                drag.to = at(event);
            }
            point(at(event));
        });
        canvas.addEventListener("pointerup", () => {
            const picked = drag;
            drag = null;
            if (picked && Math.abs(picked.to - picked.from) > (view.to - view.from) / 100) {
                show(Math.min(picked.from, picked.to), Math.max(picked.from, picked.to));
            }
        });
        canvas.addEventListener("pointercancel", () => { drag = null; });
        canvas.addEventListener("pointerleave", () => { if (!drag) { point(null); } });
        canvas.addEventListener("dblclick", () => show(whole.from, whole.to));
        canvas.addEventListener("wheel", event => {
            if (event.ctrlKey) {
                event.preventDefault();
                point(at(event));
                zoom(event.deltaY > 0 ? 1.25 : 0.8);
            }
        }, { passive: false });
    }

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
        plots.forEach(plot => plot.chart.destroy());
        section.querySelectorAll("figure").forEach(one => one.remove());
        build();
        show(view.from, view.to);
    }

    tools();
    build();
    show(whole.from, whole.to);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", rebuild);
})();
