import type { AnyEventObject } from 'xstate';
import { quotedWhereNeeded } from '../../../network/quoted.js';
import { actorOf, channelLabel, fullText, waitFacts } from '../../../property/deadlock-message.js';
import type { NoRoom } from '../../../reference/plain-step.js';
import { sameState } from '../../../reference/plain-state.js';
import { isFaultStep } from '../../../network/step.js';
import type { WaitsFor } from '../../../network/telling.js';
import type { EventData, WaitEdge, WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { hasOneState } from '../has-one-state.js';
import { circles } from './circles.js';
import { valueText } from './state-text.js';

/** Waits, with what else is to be seen of a run for them. */
export interface ToldWaits {
  readonly edges: readonly WaitEdge[];
  /** Numbers of components beside those that wait: who would have ended a wait and will not any more, and who does not take what is sent to him. */
  readonly others: readonly number[];
  /** Numbers of the steps that are named, but for those in which somebody began to wait. */
  readonly steps: readonly number[];
}

/**
 * Who waits for whom at the end of a run, as far as the network tells. Those of a circle come first, then those whose waits nobody ends who waits himself, then
 * the others.
 *
 * @param spokenOf components that the property speaks of: they are asked where nobody else waits
 */
export function waitEdges(run: Run, spokenOf: readonly number[] = []): ToldWaits {
  const unsettled = run.unsettled(run.last);
  const view = run.view(run.last);
  const waitsOf = (components: readonly number[]) =>
    components.flatMap((component) =>
      run.words.waitsFor(view, run.network.componentIds[component]!).map((wait) => ({ component, wait })),
    );
  const own = waitsOf(unsettled);
  // What is owed may be something that comes back to who could rest without it.
  const waiting = own.length > 0 ? unsettled : spokenOf;
  const edges = own.length > 0 ? own : waitsOf(spokenOf);
  const on = ({ of }: WaitsFor) => of.map((id) => run.recorder.indexOf(id));
  const gone = edges.flatMap(({ wait }) => goneOf(run, wait));
  const isInCircle = circles(edges.map(({ component, wait }) => [component, on(wait)] as const));
  const isRoot = (edge: WaitEdge) => !edge.on.some((other) => waiting.includes(other));
  const rank = (edge: WaitEdge) => (edge.isInCircle ? 0 : isRoot(edge) ? 1 : 2);
  const told = edges
    .map(({ component, wait }): WaitEdge => ({
      component,
      state: stateText(run, component),
      on: on(wait),
      words: `${wait.words}${heldText(run, wait)}${goneText(run, wait)}${fateOf(run, wait).text}`,
      since: run.stateSince(component),
      isInCircle: on(wait).some((other) => isInCircle(component, other)),
    }))
    .sort((one, other) => rank(one) - rank(other));
  const steps = edges.flatMap(({ wait }) => fateOf(run, wait).steps);
  return { edges: told, others: gone, steps: [...steps, ...gone.map((each) => run.stateSince(each))] };
}

/** Those who would have ended a wait, and will not any more. */
const goneOf = (run: Run, { gone = [] }: WaitsFor) => gone.map((id) => run.recorder.indexOf(id));

/** Since when they will not. */
function goneText(run: Run, wait: WaitsFor): string {
  const [first] = goneOf(run, wait);
  if (first === undefined || run.loop !== undefined) return '';
  const since = run.stateSince(first);
  // What is said of them may end with a number of theirs.
  return since === 0 ? ' from the start' : ` since step ${since}`;
}

/** A component's state on one line: `polling.unlimited`, or `idle, crashed` of one that is down. */
export function stateText(run: Run, component: number, n = run.last): string {
  const value = valueText(run.valueOf(component, n));
  if (!run.state(n).locals[component]!.isDown) return value;
  return value === '' ? 'crashed' : `${value}, crashed`;
}

/** Since when somebody else has what is waited for. */
function heldText(run: Run, { of, isHeld }: WaitsFor): string {
  // In a run that goes on for ever it comes and goes.
  if (isHeld !== true || of.length === 0 || run.loop !== undefined) return '';
  const since = run.stateSince(run.recorder.indexOf(of[0]!));
  return since === 0 ? ' from the start' : ` since ${since}`;
}

interface Fate {
  readonly text: string;
  /** Numbers of the steps that it names. */
  readonly steps: readonly number[];
}

/** What became of the message that would have ended a wait, if it was sent at all. */
function fateOf(run: Run, { given }: WaitsFor): Fate {
  const unknown = { text: '', steps: [] };
  if (given === undefined) return unknown;
  const { channels, messages } = run.recorder.channels;
  const to = run.recorder.indexOf(given.to);
  const found = messages.findLast(
    ({ channel, event }) => channels[channel]!.to === to && isSuch(event, given.event),
  );
  if (found === undefined) return unknown;
  const { sent, taken, isLost } = found;
  const from = sent === 0 ? 'sent at the start' : `sent in ${sent}`;
  if (isLost) return { text: `, ${from}, lost in ${taken}`, steps: [sent, taken!] };
  return taken === null ? { text: `, ${from}, on its way`, steps: [sent] } : unknown;
}

/** Whether a message is the event that was wanted: lists and records are not compared, as they may tell of more than the wait is for. */
function isSuch(event: EventData, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([key, value]) => typeof value === 'object' || event[key] === value);
}

/** Components that could go on are told in so many lines. */
const GOING_ON_MAX = 3;

/** Waits of a network that does not tell them. */
interface FoundWaits extends ToldWaits {
  /** What is said beside of who waits. */
  readonly lines: readonly WhyLine[];
}

/** Without words of the network: what each of the components that wait has transitions for, and what keeps it from them. Of those that could go on: how. */
export function foundWaits(run: Run): FoundWaits {
  const state = run.state(run.last);
  const { plain } = run.recorder;
  const { locals, channels } = state;
  const successors = plain!.successors(state).filter(({ step }) => !isFaultStep(step.kind));
  const [idle, changing] = [true, false].map((isIdle) =>
    successors.filter(({ outcome }) => (!('property' in outcome) && sameState(state, outcome)) === isIdle),
  );
  const actors = new Set(changing!.map(({ step }) => actorOf(step)));
  const waiting = run.unsettled(run.last);
  const { componentIds } = run.network;
  const stuck = waiting.filter((component) => isStuck(run, component, actors));
  const others = new Set<number>();
  const facts = waitFacts(
    run.network,
    { locals, channels: [...channels.values()] },
    stuck,
    idle!.map(({ step }) => step),
    (component) =>
      plain!.heldUp(state, componentIds[component]!).map((held) => {
        const { step } = held;
        if ('noRoom' in held) return { step, words: roomText(held.noRoom) };
        const { to, event } = held.refused;
        const receiver = run.recorder.indexOf(to);
        others.add(receiver);
        const at = hasOneState(run, receiver) ? '' : `, in ${stateText(run, receiver)},`;
        return { step, words: `${run.label(receiver)}, which${at} does not take ${eventText(event)}` };
      }),
  );
  const goingOn = STUCK.includes(run.property)
    ? []
    : waiting.filter((component) => actors.has(componentIds[component]!)).slice(0, GOING_ON_MAX);
  return {
    edges: facts.flatMap(({ component, facts: each }) => each.map((words) => edge(run, component, words))),
    others: [...others],
    steps: [...others].map((each) => run.stateSince(each)),
    lines: goingOn.map((component) => {
      const { label } = changing!.find(({ step }) => actorOf(step) === componentIds[component])!;
      return { n: null, kind: '', words: `${run.label(component)} could go on: ${label}` };
    }),
  };
}

function edge(run: Run, component: number, words: string): WaitEdge {
  const since = run.stateSince(component);
  return { component, state: stateText(run, component), on: [], words, since, isInCircle: false };
}

/** A channel that holds a step up: it is full, or the step would send more into it than there is room for. */
function roomText({ from, to, spec, waiting }: NoRoom): string {
  const room = spec.capacity - waiting;
  if (room === 0) return `the full channel ${fullText({ from, to, spec }, waiting)}`;
  return `channel ${channelLabel({ from, to, spec })}, which has room for ${room} more, and the step sends more than that`;
}

/** An event without its payload, which is in the list of what is on its way, if anywhere. */
const eventText = ({ type }: AnyEventObject): string => quotedWhereNeeded(type);

/** Properties whose message has a clause for each component that is stuck. */
const STUCK: readonly string[] = ['deadlock-freedom', 'no-stuck-component'];

/** @param actors ids of the components that could change something */
function isStuck(run: Run, component: number, actors: ReadonlySet<string>): boolean {
  if (!STUCK.includes(run.property)) return !actors.has(run.network.componentIds[component]!);
  const clauses = run.end.message.split('; ').slice(1);
  return clauses.some((clause) => clause.startsWith(`${run.label(component)} `));
}

/** What can be done about a state that may stay as it is, where the message says that. */
export function hintOf(run: Run): string[] {
  const last = run.end.message.split('; ').at(-1)!;
  return STUCK.includes(run.property) && last.startsWith('if it may stay so') ? [sentence(last)] : [];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
