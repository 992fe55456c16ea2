import { basename } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { invokedActors } from '../network/actors.js';
import { ANONYMOUS, chartNames } from '../network/chart-names.js';
import { CheckError, messageOf } from '../network/errors.js';
import { defineNetwork, type Network } from '../network/network.js';
import { keyText } from '../network/quoted.js';
import { stateNodes } from '../network/state-nodes.js';
import { refuseWrongTargets } from '../network/unsupported.js';

/** What the environment sends a machine that is checked alone. */
type Assumed = { readonly type: string; readonly to?: string };

/** A network that nobody has written, and what it takes for granted. */
export interface AssumedNetwork {
  readonly network: Network;
  /** The source of a module that defines it, as its author would. */
  readonly definition: string;
  /** Events for which nobody knows what else they may be called. */
  readonly wildcards: readonly string[];
  /** Actions of which nobody sees what they do, or which are implemented elsewhere. */
  readonly ignoredActions: readonly string[];
}

/**
 * A machine by itself as a network: it is the one component, and the environment sends it each event that some state handles, without data, whenever it
 * would take it, and to each state that has a route. What it sends to itself it takes before anything else, as an actor does. Plain functions that it performs,
 * and actions that it leaves to its user, are ignored: whatever event they would bring about, the environment sends.
 *
 * @param file where the machine comes from
 * @param exportName what it is exported as
 * @throws CheckError for a machine that cannot be interpreted, or whose context cannot do without an input
 */
export function machineNetwork(machine: AnyStateMachine, file: string, exportName: string): AssumedNetwork {
  const shown = basename(file);
  refuseWrongTargets(machine, `The machine of '${shown}'`);
  // Those that are only forbidden are not among them.
  const events = machine.events.filter((event) => event !== '' && !event.startsWith('xstate.'));
  const wildcards = events.filter((event) => event.endsWith('*'));
  const stimuli: Assumed[] = [
    ...events.filter((event) => !wildcards.includes(event)).map((type) => ({ type })),
    ...routesOf(machine).map((id) => ({ type: ROUTE, to: `#${id}` })),
  ];
  const name = nameOf(machine, file, exportName);
  const { mayAddressItself, missingActions, plainActions, hasAnonymousActions } = chartNames(machine);
  const ignoredActions = [...plainActions, ...missingActions, ...(hasAnonymousActions ? [ANONYMOUS] : [])];
  const actors = [...new Set(invokedActors(machine).map((actor) => actor.name))];
  const definition = (input: string) =>
    definitionOf({ name, stimuli, ignoredActions, actors, input, mayAddressItself, file, exportName });
  const failure = failureWithoutInput(machine);
  const whole = definition(failure === undefined ? '' : '\n      input: { /* … */ },');
  refuseActors(actors, shown, failure !== undefined, whole);
  // A rule for the pair would be vacuous where the machine only might send to itself.
  const channels = mayAddressItself ? ({ default: { kind: 'sync' } } as const) : {};
  const network = defineNetwork({
    name,
    components: { [name]: { machine, stimuli, ignoredActions } },
    channels,
  });
  if (failure !== undefined) throw missingInput(failure, shown, whole);
  return { network, definition: whole, wildcards, ignoredActions };
}

/** The event of XState that leads to a state, wherever the machine is. */
const ROUTE = 'xstate.route';

/** Ids of the states that routes lead to. */
const routesOf = (machine: AnyStateMachine): string[] =>
  [...stateNodes(machine)].flatMap(({ config }) => {
    const { id, route } = config as { readonly id?: string; readonly route?: unknown };
    return route === undefined || id === undefined ? [] : [id];
  });

/** What its actors answer nobody could guess. */
function refuseActors(
  actors: readonly string[],
  shown: string,
  needsInput: boolean,
  definition: string,
): void {
  if (actors.length === 0) return;
  const named = actors.map((actor) => `'${actor}'`).join(', ');
  const [too, andInput] = needsInput
    ? ['; it makes its context of an input, too', ' and the input that it needs']
    : ['', ''];
  throw new CheckError(
    `The machine of '${shown}' invokes ${actors.length === 1 ? 'an actor' : 'actors'} (${named}), and nobody says what ${actors.length === 1 ? 'it' : 'they'} may answer where it is checked alone${too}. Save this beside it, with what may be answered${andInput}, and have it checked:\n\n${indented(definition)}`,
  );
}

/**
 * What the context throws where it is made without an input, and looks for one: that it fails as it starts would be no fault of the machine. What fails without a look at the
 * input does so with one, too.
 */
function failureWithoutInput(machine: AnyStateMachine): string | undefined {
  const { context } = machine.config as { readonly context?: unknown };
  if (typeof context !== 'function') return undefined;
  let isRead = false;
  const given = {
    get input() {
      isRead = true;
      return undefined;
    },
    self: {},
    spawn: () => ({}),
  };
  try {
    context(given);
  } catch (thrown) {
    return isRead ? messageOf(thrown) : undefined;
  }
  return undefined;
}

const missingInput = (failure: string, shown: string, definition: string): CheckError =>
  new CheckError(
    `The machine of '${shown}' makes its context of an input, and has none where it is checked alone: ${failure}. Save this beside it, with the input that it needs, and have it checked:\n\n${indented(definition)}`,
  );

const indented = (source: string): string => source.replaceAll(/^(?=.)/gm, '  ');

/** The sentence that says what is taken for granted, and what to do. @param shown what sentences call the module */
export function assumptionText(
  { definition, wildcards, ignoredActions }: AssumedNetwork,
  shown: string,
): string {
  const unknown =
    wildcards.length === 0
      ? ''
      : ` What ${wildcards.join(' and ')} stands for nobody knows: add those events yourself.`;
  const ignored =
    ignoredActions.length === 0
      ? ''
      : ` What these actions do is taken not to matter: ${ignoredActions.map(ignoredText).join(', ')}.`;
  return (
    `'${shown}' exports a machine and no network: it is checked alone, and the environment sends it each of its events, without data, at any time.${unknown}${ignored} ` +
    `To change that, or to add properties and other components, save this beside it and have it checked:\n\n${indented(definition)}\n`
  );
}

const ignoredText = (action: string): string =>
  action === ANONYMOUS ? `all plain functions without a name ('${action}')` : `'${action}'`;

/** XState calls a machine that has no name so. */
const NAMELESS = '(machine)';

function nameOf({ id }: AnyStateMachine, file: string, exportName: string): string {
  if (id !== NAMELESS) return id;
  return exportName === 'default' ? stem(file) : exportName;
}

const stem = (file: string) => basename(file).replace(/\.[cm]?[jt]sx?$/, '');

/** What is written down of a network that is assumed. */
interface Definition {
  readonly name: string;
  readonly stimuli: readonly Assumed[];
  readonly ignoredActions: readonly string[];
  readonly actors: readonly string[];
  /** The line of the input, or nothing. */
  readonly input: string;
  readonly mayAddressItself: boolean;
  readonly file: string;
  readonly exportName: string;
}

function definitionOf({
  name,
  stimuli,
  ignoredActions,
  actors,
  input,
  mayAddressItself,
  file,
  exportName,
}: Definition): string {
  const local = exportName === 'default' ? 'machine' : exportName;
  const imported = exportName === 'default' ? local : `{ ${exportName} }`;
  // As TypeScript wants it: the file that will be there when it is compiled.
  const compiled = basename(file).replace(/\.([cm]?)tsx?$/, '.$1js');
  // What an import would take for the beginning of something else.
  const from = `./${compiled.replace(/[%?#]/g, encodeURIComponent)}`;
  const events = stimuli.map(
    ({ type, to }) => `{ type: ${text(type)}${to === undefined ? '' : `, to: ${text(to)}`} }`,
  );
  const list = events.length === 0 ? '' : `\n      stimuli: [${listed(events)}],`;
  const ignored =
    ignoredActions.length === 0 ? '' : `\n      ignoredActions: [${listed(ignoredActions.map(text))}],`;
  const told = actors.map(
    (actor) => `\n        ${keyText(actor)}: { outputs: [undefined], errors: [{ message: 'failed' }] },`,
  );
  const answers = actors.length === 0 ? '' : `\n      actors: {${told.join('')}\n      },`;
  return [
    "import { defineNetwork } from 'cloudmatrix-check';",
    `import ${imported} from ${text(from)};`,
    '',
    'export const network = defineNetwork({',
    `  name: ${text(name)},`,
    '  components: {',
    `    ${keyText(name)}: {`,
    `      machine${local === 'machine' ? '' : `: ${local}`},${input}${list}${answers}${ignored}`,
    '    },',
    '  },',
    ...(mayAddressItself ? ["  channels: { default: { kind: 'sync' } },"] : []),
    '});',
  ].join('\n');
}

/** In one line as long as it is short. */
function listed(events: readonly string[]): string {
  const line = events.join(', ');
  return line.length <= 70 ? line : `\n        ${events.join(',\n        ')},\n      `;
}

function text(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
