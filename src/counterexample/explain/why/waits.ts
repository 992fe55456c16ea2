import { actorOf, waitTexts } from '../../../property/deadlock-message.js';
import { sameState } from '../../../reference/plain-state.js';
import { isFaultStep } from '../../../network/step.js';
import type { WaitsFor } from '../../../network/telling.js';
import type { EventData, WaitEdge, WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { circles } from './circles.js';
import { valueText } from './state-text.js';

/** Who waits for whom at the end of a run. Those of a circle come first, then those whose waits nobody ends who waits himself, then the others. */
export function waitEdges(run: Run): WaitEdge[] {
  const waiting = run.unsettled(run.last);
  const view = run.view(run.last);
  const edges = waiting.flatMap((component) =>
    run.words.waitsFor(view, run.network.componentIds[component]!).map((wait) => ({ component, wait })),
  );
  const on = ({ of }: WaitsFor) => of.map((id) => run.recorder.indexOf(id));
  const isInCircle = circles(edges.map(({ component, wait }) => [component, on(wait)] as const));
  const isRoot = (edge: WaitEdge) => !edge.on.some((other) => waiting.includes(other));
  const rank = (edge: WaitEdge) => (edge.isInCircle ? 0 : isRoot(edge) ? 1 : 2);
  return edges
    .map(({ component, wait }): WaitEdge => ({
      component,
      state: stateText(run, component),
      on: on(wait),
      words: `${wait.words}${heldText(run, wait)}${fateOf(run, wait)}`,
      since: run.stateSince(component),
      isInCircle: on(wait).some((other) => isInCircle(component, other)),
    }))
    .sort((one, other) => rank(one) - rank(other));
}

/** A component's state value on one line: `polling.unlimited`. */
export function stateText(run: Run, component: number, n = run.last): string {
  return valueText(run.state(n).locals[component]!.snapshot.value);
}

/** Since when somebody else has what is waited for. */
function heldText(run: Run, { of, isHeld }: WaitsFor): string {
  // In a run that goes on for ever it comes and goes.
  if (isHeld !== true || of.length === 0 || run.loop !== undefined) return '';
  const since = run.stateSince(run.recorder.indexOf(of[0]!));
  return since === 0 ? ' from the start' : ` since ${since}`;
}

/** What became of the message that would have ended a wait, if it was sent at all. */
function fateOf(run: Run, { given }: WaitsFor): string {
  if (given === undefined) return '';
  const { channels, messages } = run.recorder.channels;
  const to = run.recorder.indexOf(given.to);
  const sent = messages.findLast(
    ({ channel, event }) => channels[channel]!.to === to && isSuch(event, given.event),
  );
  if (sent === undefined) return '';
  const from = sent.sent === 0 ? 'sent at the start' : `sent in ${sent.sent}`;
  if (sent.isLost) return `, ${from}, lost in ${sent.taken}`;
  return sent.taken === null ? `, ${from}, on its way` : '';
}

/** Whether a message is the event that was wanted: lists and records are not compared, as they may tell of more than the wait is for. */
function isSuch(event: EventData, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([key, value]) => typeof value === 'object' || event[key] === value);
}

/** Components that could go on are told in so many lines. */
const GOING_ON_MAX = 3;

/** Without words of the network: what each of the components that wait has transitions for, and what keeps it from them. Of those that could go on: how. */
export function waitLines(run: Run): WhyLine[] {
  const line = (words: string): WhyLine => ({ n: null, kind: '', words });
  // What is wrong says it already: of these only who is stuck.
  if (STUCK.includes(run.property)) return run.end.message.split('; ').slice(1).map(line);
  const state = run.state(run.last);
  const { locals, channels } = state;
  const successors = run.recorder.plain!.successors(state).filter(({ step }) => !isFaultStep(step.kind));
  const [idle, changing] = [true, false].map((isIdle) =>
    successors.filter(({ outcome }) => (!('property' in outcome) && sameState(state, outcome)) === isIdle),
  );
  const actors = new Set(changing!.map(({ step }) => actorOf(step)));
  const waiting = run.unsettled(run.last);
  const { componentIds } = run.network;
  const stuck = waiting.filter((component) => !actors.has(componentIds[component]!));
  const goingOn = waiting.filter((component) => actors.has(componentIds[component]!)).slice(0, GOING_ON_MAX);
  return [
    ...waitTexts(
      run.network,
      { locals, channels: [...channels.values()] },
      stuck,
      idle!.map(({ step }) => step),
    ),
    ...goingOn.map((component) => {
      const { label } = changing!.find(({ step }) => actorOf(step) === componentIds[component])!;
      return `${run.label(component)} could go on: ${label}`;
    }),
  ].map(line);
}

/** Whose message has a clause for each component that waits. */
const STUCK: readonly string[] = ['deadlock-freedom', 'no-stuck-component'];
