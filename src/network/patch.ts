import { produce } from 'immer';
import { type AnyStateMachine, createMachine } from 'xstate';
import { described } from './described.js';
import { CheckError } from './errors.js';
import { refuseUnknownKeys } from './known-keys.js';
import { listed, suggestion } from './nearest.js';
import type { Network } from './network.js';
import { replacingMachines } from './replacing-machines.js';

const KINDS = ['guards', 'actions', 'delays'] as const;

/** Guards, actions and delays by name, as XState's `machine.provide` takes them. */
export interface Implementations {
  // Each machine has types of its own; `machine.provide` of that machine checks them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly guards?: Readonly<Record<string, any>>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly actions?: Readonly<Record<string, any>>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly delays?: Readonly<Record<string, any>>;
}

/** The data of a chart, to be changed in place. */
export interface ChartDraft {
  initial?: unknown;
  context?: unknown;
  tags?: unknown;
  on?: Record<string, unknown>;
  always?: unknown;
  after?: Record<string, unknown>;
  entry?: unknown;
  exit?: unknown;
  states?: Record<string, ChartDraft>;
  type?: unknown;
  target?: unknown;
}

/**
 * What a bug changes in a healthy network: so that charts are the healthy protocol alone, and a bug stands beside its report.
 *
 * `Wiring` is what the family lets be changed of how it puts networks together: functions by name.
 */
export interface Patch<Wiring extends object = object> {
  /** By machine id: what stands in for the machine's own implementations. */
  readonly provide?: Readonly<Record<string, Implementations>>;
  /** By machine id: changes the data of the chart, which it is given as a draft. */
  readonly chart?: Readonly<Record<string, (chart: ChartDraft) => void>>;
  /** Parameters that the bug settles: the network has them whatever is asked for, and so they are told as its own. */
  readonly parameters?: Values;
  readonly wiring?: Partial<Wiring>;
}

/** Values of parameters. */
type Values = Readonly<Record<string, number | string>>;

interface Patched {
  readonly patch?: Patch;
  /** The parameters at which the fault shows. */
  readonly configuration?: Values;
}

/** Faults by id. */
type Faults = Readonly<Record<string, Patched>>;

const patchOf = (faults: Faults, id: string): Patch =>
  (Object.hasOwn(faults, id) ? faults[id]!.patch : undefined) ?? {};

/**
 * The network with the machines that these faults change. Ids, inputs, aliases, stimuli, channels and properties stay as they are.
 *
 * @param faults what the family has, by id
 * @throws CheckError for an id that no fault has, a machine that no component has, an implementation that its machine does not have, and two faults that change one thing
 */
export function patched<Names extends string>(
  network: Network<Names>,
  faults: Faults,
  ids: ReadonlySet<string>,
): Network<Names> {
  refuseUnknownFaults(faults, ids, `\`patched\`, for the network '${network.name}',`);
  refuseClashes(faults, [...ids]);
  for (const id of ids) refuseUnasked(network, id, patchOf(faults, id));
  const patches = [...ids].map((id) => patchOf(faults, id));
  if (patches.every(({ provide, chart }) => provide === undefined && chart === undefined)) return network;
  for (const id of ids) refuseUnknownMachines(network, id, patchOf(faults, id));
  return replacingMachines(network, (machine) => {
    // Charts first: they may name implementations that another part of the same patch provides.
    const charts = patches.reduce(withChart, machine);
    const result = patches.reduce(withImplementations, charts);
    if (result !== machine) refuseUndone(machine, result, faults, ids);
    return result;
  });
}

/**
 * What these faults change in how a network of the family is put together.
 *
 * @param parts the functions that the family lets be changed, for example those of the healthy network: of types, what a module brings has none
 * @throws CheckError for an id that no fault has, a part that the family does not have, and for two faults that change one thing
 */
export function wiringOf<Wiring extends object>(
  faults: Readonly<Record<string, { readonly patch?: Patch<Wiring> }>>,
  ids: ReadonlySet<string>,
  parts: Readonly<Record<keyof Wiring, unknown>>,
): Partial<Wiring> {
  refuseUnknownFaults(faults, ids, '`wiringOf`');
  refuseClashes(faults, [...ids]);
  const changed = [...ids].map((id) => {
    const { wiring = {} } = patchOf(faults, id) as Patch<Wiring>;
    refuseUnknownKeys(wiring, Object.keys(parts), `The wiring that fault ${id} changes`);
    asked.add(wiring);
    return wiring;
  });
  return Object.assign({}, ...changed) as Partial<Wiring>;
}

/** A fault that there is not would leave the network healthy, and what holds of it would be said of the bug. */
function refuseUnknownFaults(faults: Faults, ids: ReadonlySet<string>, where: string): void {
  const known = Object.keys(faults);
  if (typeof (ids as Partial<ReadonlySet<string>> | null)?.has !== 'function')
    throw new CheckError(
      `${where} is given ${described(ids)} for the ids of faults; give a Set of them, behind the faults.`,
    );
  const unknown = [...ids].find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new CheckError(
    `${where} is given the fault '${unknown}', which there is not; the faults are ${listed(known)}.${suggestion(unknown, known)}`,
  );
}

/** Changes of a wiring that were asked for. */
const asked = new WeakSet<object>();

/** A change of the wiring that no family asks for would leave the network healthy. */
function refuseUnasked({ name }: Network, fault: string, { wiring }: Patch): void {
  if (wiring === undefined || asked.has(wiring)) return;
  throw new CheckError(
    `The fault ${fault} changes ${listed(Object.keys(wiring))} of the wiring, which the network '${name}' was put together without asking for. Ask \`wiringOf\` in its \`build\`.`,
  );
}

/** The parameters that these faults settle, whatever is asked for. */
export function settledBy(faults: Faults, ids: Iterable<string>): ReadonlyMap<string, number | string> {
  return new Map([...ids].flatMap((id) => Object.entries(patchOf(faults, id).parameters ?? {})));
}

/** @throws CheckError for two faults that change one thing: which of them the network would have depends on nothing that was said */
export function refuseClashes(faults: Faults, ids: readonly string[]): void {
  const clash = clashOf(faults, ids);
  if (clash !== undefined) throw new CheckError(clash);
}

/**
 * A sentence that tells which two of these faults change one thing, or which of them settles a parameter at which another does not show;
 * `undefined` where they can be had together.
 */
export function clashOf(faults: Faults, ids: readonly string[]): string | undefined {
  const changedBy = new Map<string, string>();
  for (const id of ids) {
    for (const thing of changedThings(patchOf(faults, id), `The patch of fault ${id}`)) {
      const other = changedBy.get(thing);
      if (other !== undefined && other !== id) {
        return `The faults ${other} and ${id} both change ${thing}, so that they cannot be in one network. Choose one of them.`;
      }
      changedBy.set(thing, id);
    }
  }
  for (const id of ids) {
    for (const [name, value] of Object.entries(patchOf(faults, id).parameters ?? {})) {
      const other = ids.find((each) => each !== id && isUndone(neededBy(faults, each, name), value));
      if (other === undefined) continue;
      return (
        `The fault ${id} has ${name} ${value} whatever is asked for, and the fault ${other} shows with ` +
        `${name} ${neededBy(faults, other, name)}: the one would undo the other. Choose one of them.`
      );
    }
  }
  return undefined;
}

function neededBy(faults: Faults, id: string, parameter: string): number | string | undefined {
  const { configuration = {} } = Object.hasOwn(faults, id) ? faults[id]! : {};
  return Object.hasOwn(configuration, parameter) ? configuration[parameter] : undefined;
}

/** Whether a fault that shows with one value may not show with another: a word is needed as it is, of a number less is not enough. */
function isUndone(needed: number | string | undefined, value: number | string): boolean {
  if (needed === undefined) return false;
  return typeof needed === 'number' && typeof value === 'number' ? value < needed : value !== needed;
}

function changedThings(patch: Patch, where: string): string[] {
  refuseUnknownKeys(patch, ['provide', 'chart', 'parameters', 'wiring'], where);
  const provided = Object.entries(patch.provide ?? {}).flatMap(([machine, implementations]) => {
    refuseUnknownKeys(implementations, KINDS, `${where}, for machine '${machine}',`);
    return KINDS.flatMap((kind) =>
      Object.keys(implementations[kind] ?? {}).map(
        (name) => `the ${kind.slice(0, -1)} '${name}' of machine '${machine}'`,
      ),
    );
  });
  const charts = Object.keys(patch.chart ?? {}).map((machine) => `the chart of machine '${machine}'`);
  const settled = Object.keys(patch.parameters ?? {}).map((name) => `the parameter '${name}'`);
  const wiring = Object.keys(patch.wiring ?? {}).map((part) => `${part} of the wiring`);
  return [...provided, ...charts, ...settled, ...wiring];
}

/** Machines by what they were made of: the tables of a machine are kept from one network of a family to the next. */
const changedCharts = new WeakMap<object, WeakMap<AnyStateMachine, AnyStateMachine>>();
const provided = new WeakMap<object, WeakMap<AnyStateMachine, AnyStateMachine>>();

function once(
  made: typeof provided,
  part: object,
  machine: AnyStateMachine,
  make: () => AnyStateMachine,
): AnyStateMachine {
  const ofPart = made.get(part) ?? new WeakMap<AnyStateMachine, AnyStateMachine>();
  made.set(part, ofPart);
  const result = ofPart.get(machine) ?? make();
  ofPart.set(machine, result);
  return result;
}

function withChart(machine: AnyStateMachine, { chart }: Patch): AnyStateMachine {
  const change = chart !== undefined && Object.hasOwn(chart, machine.id) ? chart[machine.id]! : undefined;
  if (change === undefined) return machine;
  return once(changedCharts, change, machine, () => {
    const config = produce(machine.config, (draft: unknown) => change(draft as ChartDraft));
    return createMachine(config, machine.implementations as never);
  });
}

function withImplementations(machine: AnyStateMachine, { provide, chart }: Patch): AnyStateMachine {
  if (provide === undefined || !Object.hasOwn(provide, machine.id)) return machine;
  const implementations = provide[machine.id]!;
  // Where the chart is changed too, it may name what the machine did not have.
  if (chart === undefined || !Object.hasOwn(chart, machine.id)) refuseUnknownNames(machine, implementations);
  return once(provided, implementations, machine, () => machine.provide(implementations));
}

/** A patch of what is not there would leave the network healthy, and what holds of it would be said of the bug. */
function refuseUnknownMachines(
  { name, components }: Network,
  fault: string,
  { provide, chart }: Patch,
): void {
  const known = [...new Set(components.map(({ machine }) => machine.id))];
  const unknown = Object.keys({ ...provide, ...chart }).find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new CheckError(
    `The fault ${fault} changes the machine '${unknown}', which the network '${name}' does not have; its machines are ${listed(known)}.${suggestion(unknown, known)}`,
  );
}

/** XState takes any name, and what no chart refers to would change nothing. */
function refuseUnknownNames(machine: AnyStateMachine, implementations: Implementations): void {
  for (const kind of KINDS) {
    const known = Object.keys(machine.implementations[kind]);
    const unknown = Object.keys(implementations[kind] ?? {}).find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    const those = known.length === 0 ? 'it has none' : `it has ${listed(known)}`;
    throw new CheckError(
      `A fault provides the ${kind.slice(0, -1)} '${unknown}', which machine '${machine.id}' does not have; ${those}.${suggestion(unknown, known)}`,
    );
  }
}

/** What one fault provides, another may have taken out of the chart: then the network would have the other fault alone. */
function refuseUndone(
  machine: AnyStateMachine,
  result: AnyStateMachine,
  faults: Faults,
  ids: ReadonlySet<string>,
): void {
  const [before, after] = [namesUsed(machine), namesUsed(result)];
  for (const id of ids) {
    const { provide = {} } = patchOf(faults, id);
    const own = Object.hasOwn(provide, machine.id) ? provide[machine.id]! : {};
    const names = KINDS.flatMap((kind) => Object.keys(own[kind] ?? {}));
    const undone = names.find((name) => before.has(name) && !after.has(name));
    if (undone === undefined) continue;
    throw new CheckError(
      `The fault ${id} changes '${undone}' of machine '${machine.id}', which with ${[...ids].join(', ')} together no part of the chart uses any more: one fault would undo the other. Choose one of them.`,
    );
  }
}

/** All names in a chart, and in the guards that it names: those of implementations are among them. */
function namesUsed({ config, implementations }: AnyStateMachine): ReadonlySet<string> {
  const names = new Set<string>();
  const guards = implementations.guards as Readonly<Record<string, unknown>>;
  const seen = new Set<unknown>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    if (Object.hasOwn(guards, name)) collect(guards[name]);
  };
  const collect = (part: unknown): void => {
    if (typeof part === 'string') add(part);
    if ((typeof part !== 'object' && typeof part !== 'function') || part === null || seen.has(part)) return;
    seen.add(part);
    // The keys of `after` are names of delays; `and`, `or` and `not` are functions with the guards that they are made of.
    for (const [key, inner] of Object.entries(part)) {
      add(key);
      collect(inner);
    }
  };
  collect(config);
  return names;
}
