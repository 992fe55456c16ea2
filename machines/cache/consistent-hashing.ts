/** Points of each server on the ring: so many that shares of keys differ by about a tenth. */
const POINTS = 64;

/** A 32-bit hash (FNV-1a, then mixed as MurmurHash3 does at its end, since short texts differ in few bits). */
function hash32(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How far it is from a place on the ring to another one, clockwise. */
const distance = (from: number, to: number): number => (to - from) >>> 0;

/**
 * The server that a key belongs to: the one of which a point is next, clockwise, on a ring of 2^32 places (docs/paper/facts.md 10). When a server joins
 * or leaves, only keys that come to it, or were its own, change their server. The order of the servers does not matter.
 *
 * @returns `undefined` where there are no servers
 */
export function ownerOf(key: string, servers: readonly string[]): string | undefined {
  const place = hash32(key);
  let owner: { readonly server: string; readonly away: number } | undefined;
  for (const server of servers) {
    for (let point = 0; point < POINTS; point++) {
      const away = distance(place, hash32(`${server}#${point}`));
      const isNearer = owner === undefined || away < owner.away;
      // Of two servers with a point in one place the first by name has it.
      if (isNearer || (away === owner!.away && server < owner!.server)) owner = { server, away };
    }
  }
  return owner?.server;
}
