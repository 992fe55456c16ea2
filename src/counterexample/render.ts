import type { AnyEventObject } from 'xstate';
import type { PlainState } from '../reference/plain-state.js';
import type { Network } from '../network/network.js';
import type { Violation } from '../property/violation.js';
import { inspectEvent, inspectPlain } from '../network/canonical.js';
import { componentLabel, quoted, quotedWhereNeeded } from '../network/quoted.js';
import type { Deliveries } from './deliveries.js';
import type { ReplayEnd, ReplayResult } from './replay.js';
import { type StateTree, stateTree } from './state-tree.js';
import { requireSteps } from './require-steps.js';
import { CheckError } from '../network/errors.js';

/** What is rendered: a counterexample, or the way to a witness. */
export type Rendered = Pick<Violation, 'property' | 'steps' | 'minimality'> & {
  readonly loop?: number | undefined;
};

/**
 * A counterexample as text: one line a step, and under it what the step changed, as `path: before → after`. The way to a witness
 * is told in the same form, and said to be one. It shows the states of a replay, that is, what XState made of the steps.
 */
export function renderCounterexample(violation: Rendered, replayed: ReplayResult): string {
  requireSteps(violation, 'A violation');
  if (replayed?.plain === undefined) {
    throw new CheckError('There is nothing to render: give what `replay` returned beside the violation.');
  }
  const text = new StepsText(replayed.plain.network, violation.steps, violation.loop);
  replayed.states.forEach((state, index) => {
    text.add(state, index === 0 ? [] : (replayed.deliveries[index - 1] ?? []));
  });
  return renderedWith(violation, replayed, text);
}

/** As `renderCounterexample`, from steps that were told as they were taken. */
export function renderedWith(
  { property, steps, minimality, loop }: Rendered,
  { isReached, isUndecided, message, deliveries }: ReplayEnd,
  text: StepsText,
): string {
  const stem = loop ?? steps.length;
  const cycle = loop === undefined ? '' : ` by a cycle of ${steps.length - loop}`;
  const count = `after ${stem} step${stem === 1 ? '' : 's'}${cycle} (${minimality})`;
  const head = isReached
    ? `${property} is reached ${count}: this state is its witness`
    : `${property} is violated ${count}: ${isUndecided ? `a replay alone does not show it, as ${message}` : message}`;
  return [head, ...text.lines(deliveries)].join('\n');
}

/** The steps of a replay and what each changed, as lines; two states are held at once. */
export class StepsText {
  private readonly told: string[] = [];
  private readonly width: number;
  private before: PlainState | undefined;
  private taken = 0;

  constructor(
    private readonly network: Network,
    private readonly steps: readonly string[],
    /** How many of the steps come before a cycle that the others go round for ever. */
    private readonly loop?: number,
  ) {
    this.width = String(steps.length).length;
  }

  /** @param deliveries what was delivered within the step to this state */
  add(state: PlainState, deliveries: readonly string[]): void {
    const { before } = this;
    this.before = state;
    if (before === undefined) return;
    this.addStep(deliveries);
    const indent = ' '.repeat(this.width + 8);
    for (const event of state.observed) this.told.push(`${indent}${observation(event)}`);
    const [old, now] = [stateTree(this.network, before, state), stateTree(this.network, state, before)];
    for (const change of changes(old, now)) this.told.push(`${indent}${change}`);
  }

  /** @param deliveries for each step: the last may lead to no state, and yet have some */
  lines(deliveries: Deliveries): readonly string[] {
    while (this.taken < this.steps.length) this.addStep(deliveries[this.taken] ?? []);
    if (this.loop === undefined) return this.told;
    return [...this.told, `${this.margin}back to before step ${this.loop + 1}`];
  }

  private get margin(): string {
    return ' '.repeat(this.width + 2);
  }

  private addStep(deliveries: readonly string[]): void {
    if (this.taken === this.loop) this.told.push(`${this.margin}then for ever:`);
    const label = this.steps[this.taken++];
    this.told.push(`${String(this.taken).padStart(this.width + 2)}. ${label}`);
    for (const delivery of deliveries) this.told.push(`${' '.repeat(this.width + 8)}delivers ${delivery}`);
  }
}

/** An emitted event, as `component observes EVENT`. */
function observation({ component, ...event }: AnyEventObject): string {
  return `${componentLabel(String(component))} observes ${inspectEvent(event as AnyEventObject)}`;
}

/**
 * What differs between two states, a line for each place: what is within others first, and the last part of a tree before the others.
 *
 * @testonly trees that no chart has are shown, too
 */
export function changes(before: StateTree, after: StateTree): string[] {
  const ofTrees: string[][] = [];
  compare(before, after, '', ofTrees);
  return ofTrees.reverse().flat();
}

type Tree = Readonly<Record<string, unknown>>;

/** Adds the places below `path` in which two trees differ: those of the trees themselves, then those of each tree within them. */
function compare(before: Tree, after: Tree, path: string, ofTrees: string[][]): void {
  const lines: string[] = [];
  ofTrees.push(lines);
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  for (const key of [...gone, ...Object.keys(after)]) {
    const [old, now] = [valueAt(before, key), valueAt(after, key)];
    const at = path === '' ? key : `${path}.${fieldLabel(key)}`;
    if (isTree(old) && isTree(now)) compare(old, now, at, ofTrees);
    else if (!Object.is(old, now) && shown(old, key) !== shown(now, key)) {
      lines.push(`${at}: ${shown(old, key)} → ${shown(now, key)}`);
    }
  }
}

/** A key of a context on a path; the top of a tree has names that are labels already. */
function fieldLabel(key: string): string {
  return key.includes('.') ? quoted(key) : quotedWhereNeeded(key);
}

/** Stands for what a tree does not have. */
const ABSENT = Symbol('absent');

function valueAt(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : ABSENT;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that is gone, or was not there, is shown as a dash. */
function shown(value: unknown, key: string): string {
  if (value === ABSENT) return '–';
  if (isTree(value) && areMessages(value.waiting)) return inspectMessages(value.waiting);
  if (key === 'waiting' && areMessages(value)) return inspectMessages(value);
  return inspectPlain(value);
}

/** A context may have a field `waiting`, too, of whatever it likes. */
function areMessages(value: unknown): value is readonly { type: string }[] {
  return Array.isArray(value) && value.every((each) => isTree(each) && typeof each.type === 'string');
}

function inspectMessages(messages: readonly { type: string }[]): string {
  return `[${messages.map(inspectEvent).join(', ')}]`;
}
