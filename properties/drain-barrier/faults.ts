import type { Fault } from '../../src/index.js';
import { neverClearedAcks } from './faults/c1-acks-are-never-cleared.js';
import { untestedLatch } from './faults/d8-latch-is-not-tested.js';
import { lateElection } from './faults/late-election.js';
import { spinsOn } from './faults/spins-on.js';
import { staleElection } from './faults/stale-election.js';

/** Bugs of barriers, by the id of the report or, where `docs/faults.md` has none, by what goes wrong. */
export const faults: Readonly<Record<string, Fault>> = {
  D8: untestedLatch,
  C1: neverClearedAcks,
  'late-election': lateElection,
  'stale-election': staleElection,
  'spins-on': spinsOn,
};
