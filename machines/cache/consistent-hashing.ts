/** Points of each server on the ring, by name: so many that shares of keys differ by about a tenth. */
const POINTS = Array.from({ length: 64 }, (_, point) => String(point));

/** What `goOn` begins with (FNV-1a). */
const NOTHING = 0x81_1c_9d_c5;

/** The hash of a text that goes on with another one (FNV-1a), before it is mixed. */
function goOn(begun: number, text: string): number {
  let hash = begun;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash;
}

/** A place on the ring, by a hash: mixed as MurmurHash3 does at its end, since short texts differ in few bits. */
function placeOf(begun: number): number {
  let hash = Math.imul(begun ^ (begun >>> 16), 0x85_eb_ca_6b);
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
  const place = placeOf(goOn(NOTHING, key));
  let owner: { readonly server: string; readonly away: number } | undefined;
  for (const server of servers) {
    const begun = goOn(NOTHING, `${server}#`);
    for (const point of POINTS) {
      const away = distance(place, placeOf(goOn(begun, point)));
      const isNearer = owner === undefined || away < owner.away;
      // Of two servers with a point in one place the first by name has it.
      if (isNearer || (away === owner!.away && server < owner!.server)) owner = { server, away };
    }
  }
  return owner?.server;
}
