import type { Fault } from '../../src/index.js';
import { evictedWhileLoaded } from './faults/evicted-while-loaded.js';
import { firstVersion } from './faults/first-version.js';
import { lastUsedGoes } from './faults/last-used-goes.js';
import { missingBlocks } from './faults/missing-blocks.js';
import { mixedVersions } from './faults/mixed-versions.js';
import { neverLetGo } from './faults/never-let-go.js';
import { noRoom } from './faults/no-room.js';
import { notWoken } from './faults/not-woken.js';
import { olderCopy } from './faults/older-copy.js';
import { oneEach } from './faults/one-each.js';
import { reusedStaging } from './faults/reused-staging.js';

/** Bugs of the model cache by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, Fault>> = {
  'mixed-versions': mixedVersions,
  'older-copy': olderCopy,
  'missing-blocks': missingBlocks,
  'reused-staging': reusedStaging,
  'evicted-while-loaded': evictedWhileLoaded,
  'one-each': oneEach,
  'no-room': noRoom,
  'not-woken': notWoken,
  'never-let-go': neverLetGo,
  'first-version': firstVersion,
  'last-used-goes': lastUsedGoes,
};
