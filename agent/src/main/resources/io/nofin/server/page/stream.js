// Server-sent events, read by fetch: an EventSource could not send the token.

import { request, Refusal } from "./api.js";

const SILENCE_MS = 15_000;          // the agent says something every 5 s
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Follows a stream for as long as the page lives, and connects again when it breaks off.
 *
 * @param heard told the name and the data of each event
 * @param changed told "connected"; or "lost" with the time until the next attempt; or "refused" with what the agent said: start again then
 */
export async function follow(path, heard, changed) {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
        try {
            await read(path, heard, () => {
                pause = FIRST_PAUSE_MS;
                changed("connected");
            });
        } catch (e) {
            if (e instanceof Refusal && (e.status === 401 || e.status === 403)) {
                changed("refused", e);
                return;
            }
        }
        const wait = pause * (0.75 + Math.random() / 2);
        changed("lost", wait);
        await awake(wait);
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
}

async function read(path, heard, opened) {
    const control = new AbortController();
    let silence = setTimeout(() => control.abort(), SILENCE_MS);
    try {
        const response = await request("GET", path, { accept: "text/event-stream", signal: control.signal });
        opened();
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
            clearTimeout(silence);
            silence = setTimeout(() => control.abort(), SILENCE_MS);
            const blocks = (rest + part.value).replaceAll("\r\n", "\n").split("\n\n");
            rest = blocks.pop();
            blocks.forEach(block => tell(block, heard));
        }
    } finally {
        clearTimeout(silence);
    }
}

function tell(block, heard) {
    let name = "message";
    const data = [];
    for (const line of block.split("\n")) {
        if (line.startsWith("event:")) {
            name = line.slice(6).trim();
        } else if (line.startsWith("data:")) {
            data.push(line.slice(line[5] === " " ? 6 : 5));
        }
    }
    if (data.length > 0) {
        heard(name, JSON.parse(data.join("\n")));
    }
}

/** A pause that ends early when the network or the reader comes back. */
function awake(ms) {
    return new Promise(done => {
        const end = () => {
            clearTimeout(timer);
            window.removeEventListener("online", end);
            window.removeEventListener("focus", end);
            done();
        };
        const timer = setTimeout(end, ms);
        window.addEventListener("online", end);
        window.addEventListener("focus", end);
    });
}
