// Whether an address, as a target has it (10.0.0.1/24), is one that a peer means (10.0.0.0/8, 10.0.0.1, fd00::/8).

export function covers(peer, address) {
    const network = parse(peer);
    const one = parse(address);
    if (network === null || one === null || network.width !== one.width) {
        return false;
    }
    const shift = BigInt(network.width - network.prefix);
    return network.bits >> shift === one.bits >> shift;
}

/** The network of an address with its prefix: 10.5.0.2/24 is in 10.5.0.0/24. */
export function networkOf(address) {
    const { bits, width, prefix } = parse(address);
    const base = bits >> BigInt(width - prefix) << BigInt(width - prefix);
    const parts = (count, size, radix) => Array.from({ length: count }, (_, i) => (base >> BigInt(size * (count - 1 - i)) & (1n << BigInt(size)) - 1n).toString(radix));
    return (width === 32 ? parts(4, 8, 10).join(".") : parts(8, 16, 16).join(":").replace(/(^|:)0(:0)+$/, "::")) + "/" + prefix;
}

function parse(text) {
    const [address, prefix] = text.split("/");
    const bits = address.includes(":") ? ipv6(address) : ipv4(address);
    if (bits === null) {
        return null;
    }
    const width = address.includes(":") ? 128 : 32;
    return { bits, width, prefix: prefix === undefined ? width : Number(prefix) };
}

function ipv4(text) {
    const parts = text.split(".");
    return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part))
        ? parts.reduce((sum, part) => sum << 8n | BigInt(part), 0n) : null;
}

function ipv6(text) {
    const halves = text.split("::");
    const groups = halves.map(half => half === "" ? [] : half.split(":"));
    const zeros = halves.length === 2 ? 8 - groups[0].length - groups[1].length : 0;
    const all = [...groups[0], ...Array(Math.max(0, zeros)).fill("0"), ...(groups[1] ?? [])];
    return all.length === 8 && all.every(group => /^[0-9a-f]{1,4}$/i.test(group))
        ? all.reduce((sum, group) => sum << 16n | BigInt("0x" + group), 0n) : null;
}
