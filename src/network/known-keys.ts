import { described } from './described.js';
import { CheckError } from './errors.js';
import { listed, suggestion } from './nearest.js';

/** What any property may tell of itself. */
const TELLING = ['sentence', 'section', 'about'] as const;

/** The keys of everything that a network is described by. What is not here would be ignored, and with it what its author meant. */
export const KEYS = {
  network: [
    'name',
    'components',
    'channels',
    'properties',
    'fairness',
    'describe',
    'group',
    'subject',
    'waitsFor',
  ],
  component: ['machine', 'input', 'inputs', 'aliases', 'stimuli', 'crashes', 'actors', 'ignoredActions'],
  actor: ['outputs', 'errors', 'events'],
  crashes: ['atMost', 'restarts'],
  channelTable: ['default', 'events', 'pairs'],
  channel: ['kind', 'capacity', 'whenFull', 'lossy', 'duplicating', 'deferring', 'lane'],
  property: {
    always: ['kind', 'name', 'holds', 'when', 'hardCase', 'notApplicable', ...TELLING],
    reachable: ['kind', 'name', 'reached', ...TELLING],
    monitor: ['kind', 'name', 'machine', 'input', 'from', 'hardCase', 'notApplicable', ...TELLING],
    'always possible': ['kind', 'name', 'possible', ...TELLING],
    'can rest': ['kind', 'name', ...TELLING],
    'leads to': ['kind', 'name', 'from', 'to', ...TELLING],
  },
  propertyTelling: TELLING,
  fairness: ['default', 'units'],
  fairnessRule: ['fairness', 'component', 'timer', 'stimulus', 'actor', 'from', 'to', 'lane', 'event'],
  claim: ['when', 'then', 'hardCase', 'notApplicable'],
  monitorOptions: ['from', 'hardCase', 'notApplicable', ...TELLING],
} as const;

/** What keys were called in versions before: see CHANGELOG.md. */
const RENAMED: ReadonlyMap<string, string> = new Map([['names', 'aliases']]);

/**
 * Refuses a description with a key that it cannot have.
 *
 * @param where opens the sentence, for example `The channel default`
 * @throws CheckError that lists the keys that there are; also for what is no object
 */
export function refuseUnknownKeys(described: object, known: readonly string[], where: string): void {
  if (typeof described !== 'object' || described === null) {
    throw new CheckError(`${where} is ${String(described)}; give an object with some of ${listed(known)}.`);
  }
  const unknown = Object.keys(described).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const renamed = RENAMED.get(unknown);
  const hint =
    renamed !== undefined && known.includes(renamed)
      ? ` It is called '${renamed}' now.`
      : suggestion(unknown, known);
  throw new CheckError(`${where} has no '${unknown}'; it has ${listed(known)}.${hint}`);
}

/**
 * As `refuseUnknownKeys`, for the options of a function.
 *
 * @param known every key of the options, so that the types tell when one is missing here
 */
export function refuseUnknownOptions<T extends object>(
  options: T,
  known: Readonly<Record<keyof Required<T>, unknown>>,
  functionName: string,
): void {
  refuseUnknownKeys(options, Object.keys(known), `The options object of \`${functionName}\``);
  if ('signal' in options) refuseWrongSignal(options.signal, functionName);
}

/** What never says that it is aborted would be heeded in vain. */
function refuseWrongSignal(signal: unknown, functionName: string): void {
  if (signal === undefined) return;
  const { aborted, signal: own } = Object(signal) as {
    readonly aborted?: unknown;
    readonly signal?: unknown;
  };
  if (typeof aborted === 'boolean') return;
  const given =
    own === undefined
      ? `${described(signal)}; give an \`AbortSignal\`, or leave it out`
      : 'an `AbortController`; give its `signal`';
  throw new CheckError(`The option signal of \`${functionName}\` is ${given}.`);
}
