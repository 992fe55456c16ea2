import { createHash } from 'node:crypto';
import { StateMachine } from 'xstate';
import type { NetworkFamily } from '../network/family.js';
import { packageVersion } from '../network/package-version.js';
import { isFamily, isNetwork } from '../network/require.js';
import { versionOf } from '../network/xstate-version.js';
import { addContent } from './content-digest.js';
import type { CheckOptions } from './options.js';
import type { NumberedRun } from './schedule.js';
import { asFamily, type Checkable, choose } from './subject.js';

/** Digits of a digest: as many as it takes for no two checks to have the same one by chance. */
const DIGITS = 16;

/**
 * Tells apart what shards are of: different for different items, for options that change what is said of them, and for subjects of which anything was
 * changed that can be seen: charts, claims, faults, whatever stands in a function; and for another version of this package or of XState. Seconds and memory are left out, as each
 * machine has its own: a search that had less of them is inconclusive, never better.
 */
export function checkDigest(
  subjects: readonly Checkable[],
  all: readonly NumberedRun[],
  {
    seed,
    runs,
    deep = false,
    progressChecks = true,
    reduction,
    statesMax,
  }: Pick<CheckOptions, 'seed' | 'runs' | 'deep' | 'progressChecks' | 'reduction' | 'statesMax'>,
): string {
  const items = all.map(({ planned: { mode, subject } }) => [mode, subject]);
  const versions = [packageVersion(), versionOf(StateMachine)];
  const text = JSON.stringify([versions, seed, runs, deep, progressChecks, reduction, statesMax, items]);
  const hash = createHash('sha256').update(text);
  for (const subject of subjects) {
    addContent(hash, subject);
    if (isFamily(subject) && !isNetwork(subject)) addContent(hash, networksOf(subject, all));
  }
  return hash.digest('hex').slice(0, DIGITS);
}

/** The networks of a family that are explored, in which its parts are. */
function networksOf(subject: NetworkFamily, all: readonly NumberedRun[]): unknown[] {
  const family = asFamily(subject);
  const explored = all
    .map(({ planned }) => planned)
    .filter(({ mode, subject: { network } }) => mode !== 'random' && network === family.name);
  return explored.map(({ subject: { parameters, faults } }) => {
    try {
      return choose(family, parameters, faults).network;
    } catch {
      // The run tells why.
      return 'it cannot be built';
    }
  });
}
