import { type AnyStateMachine, type AnyStateNode, pathToStateValue, type StateValue } from 'xstate';
import { stateNodes } from './state-nodes.js';

/** An action where a chart uses it: a name, a name with parameters, or a function (built-in ones say in `type` what they are). */
export type ChartAction = string | { readonly type: string } | (((...args: never[]) => unknown) & BuiltIn);

interface BuiltIn {
  readonly type?: string;
  readonly event?: unknown;
  readonly id?: unknown;
  readonly assignment?: unknown;
}

/** In `ignoredActions` it stands for all plain functions that have no name in `setup()`: XState's own word. */
export const ANONYMOUS = '(anonymous)';

/** What an action sends or raises. */
interface Sending {
  /** Left open where a function gives the event. */
  readonly type: string | undefined;
  /** What its timer can be cancelled by. */
  readonly id: unknown;
}

/** The names that a chart has. */
export class ChartNames {
  /** Paths of the states that it can be in, in document order: `sending.first`. */
  readonly states: readonly string[];
  readonly tags: readonly string[];
  /** Descriptors of events that some transition is for, forbidden ones and wildcards included; without those that XState itself sends. */
  readonly events: readonly string[];
  /** Names of its actions, those that are implemented and not used included. */
  readonly actions: readonly string[];
  /** Those that it names and that are not implemented. */
  readonly missingActions: readonly string[];
  /** Those that are functions of the author's own, of which nobody sees what they do. */
  readonly plainActions: readonly string[];
  /** Some function of the author's own stands in the chart itself. */
  readonly hasAnonymousActions: boolean;
  /** Some transition needs no event. */
  readonly hasEventless: boolean;
  /** Some action is `enqueueActions`, which may do anything. */
  readonly enqueues: boolean;
  /** Some action may be `spawnChild`, or call `spawn`. */
  readonly spawns: boolean;
  /** Some action sends to whom it names, itself perhaps. */
  readonly mayAddressItself: boolean;
  private readonly sendings: readonly Sending[];
  /** As `events`, with those that XState itself sends: they may be sent by others, too. */
  private readonly descriptors: readonly string[];

  constructor(private readonly machine: AnyStateMachine) {
    const nodes = [...stateNodes(machine)];
    this.states = nodes.filter(isEnterable).map(({ path }) => path.join('.'));
    this.tags = unique(nodes.flatMap((node) => node.tags));
    // `machine.events` leaves out forbidden ones.
    this.descriptors = unique(nodes.flatMap((node) => [...node.transitions.keys()])).filter(
      (descriptor) => descriptor !== '',
    );
    this.events = this.descriptors.filter((descriptor) => !descriptor.startsWith('xstate.'));
    this.hasEventless = nodes.some((node) => (node.always ?? []).length > 0);
    const used = nodes.flatMap(actionsOf);
    const implemented = machine.implementations.actions as Readonly<Record<string, ChartAction | undefined>>;
    this.hasAnonymousActions = used.some(isPlainFunction);
    const anonymous = this.hasAnonymousActions ? [ANONYMOUS] : [];
    this.actions = unique(
      [...used.map(actionName), ...Object.keys(implemented), ...anonymous].filter((name) => name !== ''),
    );
    this.missingActions = unique(
      used.filter((action) => typeof action !== 'function').map(actionName),
    ).filter((name) => !Object.hasOwn(implemented, name) || implemented[name] === undefined);
    this.plainActions = Object.keys(implemented).filter((name) => isPlainFunction(implemented[name]));
    const has = (name: string) =>
      [...used, ...Object.values(implemented)].some((action) => isBuiltIn(action, name));
    this.enqueues = has('enqueueActions');
    const assigned = [...used, ...Object.values(implemented)].flatMap((action) =>
      isBuiltIn(action, 'assign') ? [action.assignment] : [],
    );
    const { context } = machine.config as { readonly context?: unknown };
    this.spawns = this.enqueues || has('spawnChild') || [context, ...assigned].some(maySpawn);
    this.mayAddressItself = this.enqueues || has('sendTo');
    this.sendings = used.flatMap((action) =>
      sendingsOf(typeof action === 'function' ? action : implemented[actionName(action)]),
    );
  }

  /** Whether some transition is for events of this type. */
  handles(type: string): boolean {
    return this.descriptors.some((descriptor) => isFor(descriptor, type));
  }

  /**
   * Whether some action sends or raises events of this type; `undefined` where only a function knows.
   *
   * @param timer asks for those with a delay under this id, or under none
   */
  sends(type: string, timer?: { readonly id: string | undefined }): boolean | undefined {
    const ofId = this.sendings.filter(({ id }) => timer === undefined || id === timer.id);
    if (ofId.some((sending) => sending.type === type)) return true;
    return this.enqueues || ofId.some((sending) => sending.type === undefined) ? undefined : false;
  }

  /** Whether the machine's state value could ever match this one. */
  hasState(value: StateValue): boolean {
    return mayMatch(value, this.machine.root);
  }
}

const known = new WeakMap<AnyStateMachine, ChartNames>();

/** The names of a machine's chart, worked out once. */
export function chartNames(machine: AnyStateMachine): ChartNames {
  let names = known.get(machine);
  if (names === undefined) {
    names = new ChartNames(machine);
    known.set(machine, names);
  }
  return names;
}

/** Whether a transition's descriptor is for events of a type, as XState decides it: `*` is for all, `order.*` for `order` and `order.placed`. */
export function isFor(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const prefix = descriptor.slice(0, -2);
  return type === prefix || type.startsWith(`${prefix}.`);
}

/** All actions of a state, with those of its transitions. */
function actionsOf(node: AnyStateNode): ChartAction[] {
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? []), ...initialOf(node)];
  return [...node.entry, ...node.exit, ...transitions.flatMap(({ actions }) => actions)] as ChartAction[];
}

/** Whether an action is one of XState's own, for example `emit`. */
export function isBuiltIn(action: ChartAction | undefined, name: string): action is BuiltIn & ChartAction {
  return typeof action === 'function' && action.type === `xstate.${name}`;
}

/** None of XState's own actions, which say in `type` what they are. */
const isPlainFunction = (action: ChartAction | undefined) =>
  typeof action === 'function' && action.type === undefined;

/** Whether an assignment names `spawn`, as far as its source tells. */
function maySpawn(assignment: unknown): boolean {
  if (typeof assignment === 'function') return /\bspawn\b/.test(Function.prototype.toString.call(assignment));
  return (
    typeof assignment === 'object' &&
    assignment !== null &&
    Object.values(assignment).some((part) => typeof part === 'function' && maySpawn(part))
  );
}

function initialOf(node: AnyStateNode): readonly { readonly actions: readonly unknown[] }[] {
  return node.type === 'compound' ? [node.initial] : [];
}

function actionName(action: ChartAction): string {
  if (typeof action === 'string') return action;
  if (typeof action === 'function') return action.type === undefined ? action.name : '';
  return action.type;
}

function sendingsOf(action: ChartAction | undefined): readonly Sending[] {
  if (!isBuiltIn(action, 'sendTo') && !isBuiltIn(action, 'raise')) return [];
  const { event, id } = action;
  const type = (event as { readonly type?: unknown } | undefined)?.type;
  return [{ type: typeof event === 'object' && typeof type === 'string' ? type : undefined, id }];
}

/** The root, in which a machine always is, has no name of its own. */
function isEnterable(node: AnyStateNode): boolean {
  return node.type !== 'history' && node.path.length > 0;
}

function mayMatch(asked: unknown, node: AnyStateNode): boolean {
  const value = typeof asked === 'string' ? valueOf(asked) : asked;
  const children = Object.values(node.states as Record<string, AnyStateNode>).filter(isEnterable);
  if (typeof value === 'string')
    return children.some((child) => child.key === value || isLeaf(child, node, value));
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  if (entries.length === 0) return isObjectValued(node, children);
  if (node.type === 'parallel') {
    return entries.every(([key, inner]) =>
      children.some((child) => child.key === key && mayMatch(inner, child)),
    );
  }
  return children.some(
    (child) =>
      isLeaf(child, node, value as StateValue) ||
      (entries.length === 1 &&
        child.key === entries[0]![0] &&
        !isAtomic(child) &&
        mayMatch(entries[0]![1], child)),
  );
}

/** Whether a state without further ones, in a state of which one at a time is active, has this value. */
function isLeaf(child: AnyStateNode, parent: AnyStateNode, value: StateValue): boolean {
  return parent.type !== 'parallel' && isAtomic(child) && isWithin(value, valueOf(child.key));
}

/** As `matchesState` of XState, for which every value has the names that all objects have. */
function isWithin(asked: StateValue | undefined, value: StateValue | undefined): boolean {
  if (typeof asked !== 'object' || typeof value !== 'object') {
    return (
      asked === value ||
      (typeof asked === 'string' && typeof value === 'object' && Object.hasOwn(value, asked))
    );
  }
  return Object.keys(asked).every((key) => Object.hasOwn(value, key) && isWithin(asked[key], value[key]));
}

/** Whether the value of a state can be an object: that of a state with one without further ones in it is a text. */
function isObjectValued(node: AnyStateNode, children: readonly AnyStateNode[]): boolean {
  if (node.type !== 'compound') return true;
  return children.some((child) => !isAtomic(child) || typeof valueOf(child.key) === 'object');
}

const isAtomic = (node: AnyStateNode) => node.type === 'atomic' || node.type === 'final';

/** As XState reads a text: `a.b` is state b in state a; a dot behind a backslash belongs to the name. */
function valueOf(text: string): StateValue {
  const path = [''];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '.') path.push('');
    else path[path.length - 1] += text[at] === '\\' ? (text[++at] ?? '') : text[at]!;
  }
  return pathToStateValue(path);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
