// Numbers and names as people read them.

/** What is left, for a countdown: whole seconds, rounded up. */
export function formatRemaining(seconds) {
    const rounded = Math.ceil(Math.max(0, seconds));
    return rounded < 100 ? rounded + " s" : Math.floor(rounded / 60) + ":" + String(rounded % 60).padStart(2, "0");
}

export function formatDuration(seconds) {
    if (seconds < 1) {
        return Math.round(seconds * 1000) + " ms";
    }
    return seconds < 10 ? Number(seconds.toFixed(1)) + " s" : formatRemaining(seconds);
}

export function formatPackets(count) {
    return count.toLocaleString("en") + (count === 1 ? " packet" : " packets");
}

export function formatBytes(count) {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let value = count;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }
    return (unit === 0 || value >= 99.5 ? value.toFixed(0) : value.toPrecision(2)) + " " + units[unit];
}

/** Packets a second. */
export function formatRate(perSecond) {
    return (perSecond < 9.95 ? Number(perSecond.toFixed(1)) : perSecond < 9999.5 ? Math.round(perSecond) : Math.round(perSecond / 1000) + "k") + "/s";
}

export function formatTime(date) {
    return date.toLocaleTimeString("en-GB");
}

export function plural(count, one, many = one + "s") {
    return count + " " + (count === 1 ? one : many);
}
