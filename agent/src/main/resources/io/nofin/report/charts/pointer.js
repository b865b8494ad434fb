// Moves the cursor and the view of all charts by a pointer over one of them.
import { whole } from "./data.js";
import { point, show, view, zoom } from "./view.js";

export function listen(canvas) {
    const at = event => {
        const x = Chart.getChart(canvas).scales.x;
        return Math.min(view.to, Math.max(view.from, x.getValueForPixel(event.offsetX)));
    };
    canvas.addEventListener("pointerdown", event => {
        if (event.pointerType === "mouse" && event.button === 0) {
            canvas.setPointerCapture(event.pointerId);
            view.drag = { from: at(event), to: at(event) };
        }
    });
    canvas.addEventListener("pointermove", event => {
        if (view.drag) {
            view.drag.to = at(event);
        }
        point(at(event));
    });
    canvas.addEventListener("pointerup", () => {
        const picked = view.drag;
        view.drag = null;
        if (picked && Math.abs(picked.to - picked.from) > (view.to - view.from) / 100) {
            show(Math.min(picked.from, picked.to), Math.max(picked.from, picked.to));
        }
    });
    canvas.addEventListener("pointercancel", () => { view.drag = null; });
    canvas.addEventListener("pointerleave", () => { if (!view.drag) { point(null); } });
    canvas.addEventListener("dblclick", () => show(whole.from, whole.to));
    canvas.addEventListener("wheel", event => {
        if (event.ctrlKey) {
            event.preventDefault();
            point(at(event));
            zoom(event.deltaY > 0 ? 1.25 : 0.8);
        }
    }, { passive: false });
}
