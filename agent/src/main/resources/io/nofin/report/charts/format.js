// Texts for numbers and times.

// On an axis: as short as it can be.
export function short(text) {
    return text.replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");
}

export function number(value) {
    return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

export function duration(seconds) {
    return seconds < 999.5e-6 ? Math.round(seconds * 1e6) + " us" : seconds < 0.9995 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
}
