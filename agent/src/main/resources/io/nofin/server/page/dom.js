// Making elements. Text is only ever text: nothing here, or anywhere in this page, parses markup.

const SVG = "http://www.w3.org/2000/svg";

export const byId = id => document.getElementById(id);

/** An element with attributes (functions are listeners, dataset is data, false and null are left out) and children. */
export function createElement(name, attributes = {}, ...children) {
    return fill(document.createElement(name), attributes, children);
}

export function createSvgElement(name, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
}

export function createButton(text, pressed, attributes = {}) {
    return createElement("button", { type: "button", click: pressed, ...attributes }, text);
}

/** Sets text only where it differs, so that what is selected or being read aloud stays. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

export function setAttribute(element, name, value) {
    if (value === null || value === false || value === undefined) {
        element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
        element.setAttribute(name, value === true ? "" : value);
    }
}

/** Makes a list show these values: elements are made once for each key, kept while it is there, and changed by update. */
export function updateChildren(parent, values, key, create, update) {
    const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
    const wanted = values.map(value => {
        const name = String(key(value));
        const element = old.get(name) ?? create(value);
        element.dataset.key = name;
        old.delete(name);
        update(element, value);
        return element;
    });
    old.forEach(element => element.remove());
    wanted.forEach((element, i) => {
        if (parent.children[i] !== element) {
            parent.insertBefore(element, parent.children[i] ?? null);
        }
    });
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function") {
            element.addEventListener(name, value);
        } else if (name === "dataset") {
            Object.assign(element.dataset, value);
        } else {
            setAttribute(element, name, value);
        }
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
}
