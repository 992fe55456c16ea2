// Goal: keys have an owner that all agree on, in fair shares, and few change it when a server joins or leaves. Method: 3,000 keys on up to eight servers.

import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../machines/cache/consistent-hashing.js';

const KEYS = Array.from({ length: 3_000 }, (_, at) => `block ${at}`);
const servers = (count: number): string[] => Array.from({ length: count }, (_, at) => `server.${at}`);

describe('the owner of a key', () => {
  it('is none where there is no server, and the only one where there is one', () => {
    expect(ownerOf('a', [])).toBeUndefined();
    expect(KEYS.every((key) => ownerOf(key, ['server.0']) === 'server.0')).toBe(true);
  });

  it('does not depend on the order of the servers', () => {
    const reversed = servers(5).toReversed();
    expect(KEYS.filter((key) => ownerOf(key, servers(5)) !== ownerOf(key, reversed))).toEqual([]);
  });

  it.each([2, 4, 8])('gives each of %d servers its share, but for a third', (count) => {
    const all = servers(count);
    const owners = KEYS.map((key) => ownerOf(key, all));
    for (const server of all) {
      const share = owners.filter((owner) => owner === server).length;
      expect(Math.abs((share * count) / KEYS.length - 1)).toBeLessThan(1 / 3);
    }
  });

  it('changes, when a server joins, for keys only that come to it', () => {
    const moved = KEYS.filter((key) => ownerOf(key, servers(4)) !== ownerOf(key, servers(5)));
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.every((key) => ownerOf(key, servers(5)) === 'server.4')).toBe(true);
    expect(moved.length / KEYS.length).toBeLessThan(1 / 3);
  });

  it('changes, when a server leaves, for its own keys only', () => {
    const left = servers(4).filter((server) => server !== 'server.1');
    const moved = KEYS.filter((key) => ownerOf(key, servers(4)) !== ownerOf(key, left));
    expect(moved.every((key) => ownerOf(key, servers(4)) === 'server.1')).toBe(true);
    expect(moved).toEqual(KEYS.filter((key) => ownerOf(key, servers(4)) === 'server.1'));
  });
});
