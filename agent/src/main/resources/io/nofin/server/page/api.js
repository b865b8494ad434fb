// Requests to the agent that serves this page.

const KEPT = "nofin-token";
const PATIENCE_MS = 20_000;

/** The agent said no: what was wrong, and what to do about it. */
export class Refusal extends Error {
    constructor(status, body) {
        super(body.error ?? "the agent answered with status " + status);
        this.status = status;
        this.hint = body.hint ?? null;
        this.at = body.at ?? null;
        this.problems = body.problems ?? [];
        this.byLink = body.link === true;
    }
}

/** The agent did not answer at all. */
export class Unreachable extends Error {
}

export function giveToken(token) {
    sessionStorage.setItem(KEPT, token);
}

export function forgetToken() {
    sessionStorage.removeItem(KEPT);
}

export function hasToken() {
    return sessionStorage.getItem(KEPT) !== null;
}

/** Where `nofin ui` serves this page: exchanges the link that it was opened by, which is good once, for a token of this tab. */
export async function useLink() {
    const link = /^#link=([\w-]+)$/.exec(location.hash)?.[1];
    if (link === undefined) {
        return;
    }
    history.replaceState(null, "", "/");
    const response = await fetch("/link", { method: "POST", headers: { "Content-Type": "text/plain" }, body: link, cache: "no-store" });
    if (response.ok) {
        giveToken((await response.json()).token);
    }
}

/** A response whose status is fine; its body is the caller's. */
export async function request(method, path, { body, type = "application/json", accept = "application/json", signal } = {}) {
    const headers = { Accept: accept };
    const token = sessionStorage.getItem(KEPT);
    if (token !== null) {
        headers.Authorization = "Bearer " + token;
    }
    if (method !== "GET") {
        headers["Content-Type"] = type;
    }
    let response;
    try {
        response = await fetch(path, { method, headers, body, signal, cache: "no-store", credentials: "same-origin", redirect: "error" });
    } catch (e) {
        throw new Unreachable("the agent cannot be reached", { cause: e });
    }
    if (!response.ok) {
        throw new Refusal(response.status, await response.json().catch(() => ({})));
    }
    return response;
}

/** The data of an answer, or null where there is none. */
export async function ask(method, path, data, options = {}) {
    const body = method === "GET" ? undefined : typeof data === "string" ? data : JSON.stringify(data ?? {});
    const response = await request(method, path, { ...options, body, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return text === "" ? null : JSON.parse(text);
}

export const faultPath = name => "/v1/faults/" + encodeURIComponent(name);
export const runPath = id => "/v1/runs/" + encodeURIComponent(id);
