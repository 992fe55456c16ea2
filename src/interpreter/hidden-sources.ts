import childProcess from 'node:child_process';
import nodeCrypto from 'node:crypto';
import os from 'node:os';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Kind } from './refuse.js';

/** Methods by the object that has them, and how a reader would name that object. */
export interface Source {
  readonly kind: Kind;
  readonly owner: () => object | undefined;
  readonly name: string;
  readonly keys: readonly string[];
  /** Tests like to put something else in its place. */
  readonly isReplaceable?: true;
}

const RANDOM_OF_CRYPTO = [
  'randomUUID',
  'randomBytes',
  'pseudoRandomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
  'generateKey',
  'generateKeySync',
  'generateKeyPair',
  'generateKeyPairSync',
  'generatePrime',
  'generatePrimeSync',
];
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];

export const SOURCES: readonly Source[] = [
  { kind: 'input', owner: () => Math, name: 'Math.', keys: ['random'], isReplaceable: true },
  { kind: 'input', owner: () => Date, name: 'Date.', keys: ['now'], isReplaceable: true },
  {
    kind: 'input',
    owner: () => globalThis.performance,
    name: 'performance.',
    keys: [
      'now',
      'mark',
      'measure',
      'toJSON',
      'eventLoopUtilization',
      'getEntries',
      'getEntriesByName',
      'getEntriesByType',
    ],
    isReplaceable: true,
  },
  {
    kind: 'input',
    owner: () => (globalThis as { readonly Temporal?: { readonly Now?: object } }).Temporal?.Now,
    name: 'Temporal.Now.',
    keys: ['instant', 'zonedDateTimeISO', 'plainDateTimeISO', 'plainDateISO', 'plainTimeISO'],
    isReplaceable: true,
  },
  {
    kind: 'input',
    owner: () => globalThis.crypto,
    name: 'crypto.',
    keys: ['randomUUID', 'getRandomValues'],
    isReplaceable: true,
  },
  { kind: 'input', owner: () => nodeCrypto, name: 'crypto.', keys: RANDOM_OF_CRYPTO },
  { kind: 'input', owner: () => process, name: 'process.', keys: ['hrtime'], isReplaceable: true },
  {
    kind: 'input',
    owner: () => process,
    name: 'process.',
    keys: [
      'uptime',
      'cpuUsage',
      'memoryUsage',
      'resourceUsage',
      'availableMemory',
      'constrainedMemory',
      'getActiveResourcesInfo',
    ],
  },
  // After `hrtime` itself: of one that a test has put there, this is another.
  {
    kind: 'input',
    owner: () => process.hrtime,
    name: 'process.hrtime.',
    keys: ['bigint'],
    isReplaceable: true,
  },
  { kind: 'input', owner: () => process.memoryUsage, name: 'process.memoryUsage.', keys: ['rss'] },
  { kind: 'input', owner: () => os, name: 'os.', keys: ['uptime', 'freemem', 'loadavg'] },
  {
    kind: 'effect',
    owner: () => globalThis,
    name: '',
    keys: [...TIMERS, 'queueMicrotask', 'fetch'],
    isReplaceable: true,
  },
  { kind: 'effect', owner: () => process, name: 'process.', keys: ['nextTick'], isReplaceable: true },
  { kind: 'effect', owner: () => globalThis.AbortSignal, name: 'AbortSignal.', keys: ['timeout'] },
  { kind: 'effect', owner: () => timers, name: '', keys: TIMERS },
  { kind: 'effect', owner: () => timersPromises, name: '', keys: TIMERS },
  {
    kind: 'effect',
    owner: () => childProcess,
    name: 'child_process.',
    keys: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
  },
];

/** What can only be read, not called, and gives a clock's time. */
export const ACCESSORS: readonly { readonly owner: () => object | undefined; key: string; name: string }[] = [
  { owner: () => globalThis.performance, key: 'timeOrigin', name: 'performance.timeOrigin' },
  { owner: () => globalThis.Event?.prototype, key: 'timeStamp', name: 'event.timeStamp' },
];
