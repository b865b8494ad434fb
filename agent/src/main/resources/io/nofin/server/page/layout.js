// Where the targets stand in the graph: { width, height, groups, places }, where a place is { row, text, x, y, width },
// in a box also { right }, the box's edge.

const RING = { width: 360, height: 300 };
const LEAST = 52;               // a node's width
const LETTER = 8.4;
const LONGEST = 14;             // letters of a name in the ring
const COLUMNS = 4;
const GAP = 112;                // between columns: the ways' labels stand there
const STEP = 46;
const HEAD = 34;

/** On an ellipse; of two, one left and one right. */
export function ring(rows) {
    const places = rows.map((row, i) => {
        const angle = (i / rows.length) * 2 * Math.PI - (rows.length === 2 ? Math.PI : Math.PI / 2);
        const text = row.name.length > LONGEST ? row.name.slice(0, LONGEST - 1) + "\u2026" : row.name;
        return { row, text, x: RING.width / 2 + Math.cos(angle) * (RING.width / 2 - 52), y: RING.height / 2 + Math.sin(angle) * (RING.height / 2 - 26), width: widthOf(text) };
    });
    return { ...RING, groups: [], places };
}

/** A box for each group, the next always in the column that is shortest. */
export function boxes(groups) {
    const width = Math.max(...groups.flatMap(group => [group.name.length * LETTER, ...group.rows.map(row => widthOf(row.brief))])) + 24;
    const columns = Array(Math.min(COLUMNS, groups.length)).fill(0);
    const made = { groups: [], places: [] };
    for (const group of groups) {
        const column = columns.indexOf(Math.min(...columns));
        const x = column * (width + GAP);
        const y = columns[column];
        const height = HEAD + group.rows.length * STEP + 4;
        made.groups.push({ name: group.name, x, y, width, height });
        group.rows.forEach((row, i) => made.places.push({ row, text: row.brief, x: x + width / 2, y: y + HEAD + i * STEP + STEP / 2 - 2, width: widthOf(row.brief), right: x + width }));
        columns[column] += height + 18;
    }
    return { ...made, width: columns.length * (width + GAP), height: Math.max(...columns) };
}

function widthOf(text) {
    return Math.max(LEAST, text.length * LETTER + 26);
}
