// Faults behind the lines, and the cursor in front of them.
import { turns } from "./data.js";
import { colour } from "./elements.js";
import { view } from "./view.js";

export const decoration = {
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
        const lines = [view.cursor, view.drag && view.drag.from, view.drag && view.drag.to].filter(Number.isFinite).filter(at => at >= view.from && at <= view.to);
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
