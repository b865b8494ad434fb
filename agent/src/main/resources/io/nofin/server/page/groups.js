// Which targets belong together: those of a Compose project, else those of a network.

import { networkOf } from "./address.js";

const PROJECT = "com.docker.compose.project";
const FEW = 8;                  // rows that need no order but their own

/** Rows in the order of their groups, each with its group, and a name that is short beside that: [{ name, rows }]. */
export function grouped(rows) {
    const groups = new Map();
    rows.forEach(row => groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row]));
    return [...groups].map(([name, members]) => ({ name, rows: members.map(row => ({ ...row, brief: brief(row, name) })) }));
}

/** The rows of the matrix, and one group of all where they are few. */
export function arranged(rows) {
    return rows.length <= FEW ? [{ name: "", rows: rows.map(row => ({ ...row, brief: row.name })) }] : grouped(rows);
}

function groupOf(row) {
    if (row.lab !== undefined) {
        return row.what;
    }
    if (row.target === "host") {
        return "host";
    }
    return row.labels[PROJECT] ?? (row.addresses.length === 0 ? "no address" : networkOf(row.addresses[0]));
}

function brief(row, group) {
    return row.name.startsWith(group + "-") || row.name.startsWith(group + "_") ? row.name.slice(group.length + 1) : row.name;
}
