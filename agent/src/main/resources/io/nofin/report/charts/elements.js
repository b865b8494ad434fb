// Elements of the page around the charts.

export const section = document.getElementById("charts");

export const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

export function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
}

export function swatch(line) {
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

export function margin() {
    return section.clientWidth < 560 ? 70 : 110;
}

export function shortened(context, text) {
    let shown = text;
    while (shown.length > 1 && context.measureText(shown).width > margin() - 14) {
        shown = shown.slice(0, -2) + "\u2026";
    }
    return shown;
}
