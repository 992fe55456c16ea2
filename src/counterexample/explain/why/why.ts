import type {
  AlwaysProperty,
  BUILT_IN_PROPERTIES,
  MonitorProperty,
  Property,
} from '../../../network/property.js';
import { quotedWhereNeeded } from '../../../network/quoted.js';
import type { DetourSearch } from '../detours.js';
import type { WaitEdge, Why, WhyKind, WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { readsOf } from '../reads.js';
import { readSubjects, type SubjectOfRun, toldSubject } from '../subject.js';
import type { ToldDetour } from '../told-detour.js';
import { detourRemarks, detourWords, pivotLine, withDetour } from './detour-lines.js';
import { earlierLine } from './earlier-line.js';
import { historyOf } from './history.js';
import { lassoLines } from './lasso.js';
import { marginLines } from './margin.js';
import { monitorLines, owedLines } from './monitor.js';
import { foundWaits, hintOf, stateText, waitEdges } from './waits.js';

/** What a run is explained by, and which of its steps must be seen for it. */
export interface WhyOfRun {
  readonly why: Why;
  readonly subject: SubjectOfRun | undefined;
  /** Numbers of steps. */
  readonly key: readonly number[];
  /** Numbers of the components whose states at the end must be seen for it, beside those that act last. */
  readonly involved: readonly number[];
}

interface Told {
  readonly kind: WhyKind;
  readonly title: string;
  readonly lines: readonly WhyLine[];
  readonly subject?: SubjectOfRun | undefined;
  readonly circle?: Why['circle'];
  readonly remarks?: readonly string[];
  readonly key?: readonly number[];
  readonly involved?: readonly number[];
}

/** Why the property is violated. @param search what came of looking for detours; `undefined` where none was looked for */
export function whyOf(run: Run, search: DetourSearch | undefined, detour: ToldDetour | undefined): WhyOfRun {
  const told = toldOf(run, detour);
  const isOfDetours = told.kind !== 'waits' && told.kind !== 'lasso';
  const { subject } = told;
  return {
    subject,
    key: told.key ?? [],
    involved: told.involved ?? [],
    why: {
      kind: told.kind,
      title: told.title,
      subject: subject === undefined ? null : { part: subject.part, path: subject.path, name: subject.name },
      lines: told.lines,
      pivot: (detour && search?.found?.pivot) ?? null,
      detour: detour === undefined ? null : asData(detour),
      searched:
        search === undefined
          ? null
          : { states: search.states, isComplete: search.isComplete, isEndless: search.isEndless },
      circle: told.circle ?? [],
      remarks: [...(told.remarks ?? []), ...(isOfDetours ? detourRemarks(search, detour) : [])],
    },
  };
}

function asData({ steps: _steps, isEnough: _isEnough, ...detour }: ToldDetour) {
  return detour;
}

function toldOf(run: Run, detour: ToldDetour | undefined): Told {
  if (run.end.isReached) return ofLastStep(run, undefined, 'how it comes there');
  if (run.loop !== undefined) return { kind: 'lasso', ...lassoLines(run, run.loop) };
  const property = run.network.properties.find(({ name }) => name === run.property);
  if (isOfWaiting(run, property)) return ofWaiting(run, property);
  if (run.isFailed) {
    const last = ofLastStep(run, detour);
    return {
      ...last,
      key: stepsTo(run),
      remarks: [sentence(run.end.message), ...(last.remarks ?? [])],
    };
  }
  const told = toldSubject(run);
  if (told !== undefined) return ofSubjects(run, [told], detour);
  if (property?.kind === 'monitor') return ofMonitor(run, property, detour);
  if (property?.kind !== 'always') return ofLastStep(run, detour);
  if (typeof property.holds(run.view(run.last)) === 'number') {
    const { lines, key } = marginLines(run, property);
    return { kind: 'margin', title: 'its margin', key, ...withPivot(run, lines, detour) };
  }
  const [first, ...others] = readSubjects(run, property);
  if (first !== undefined) return ofSubjects(run, [first, ...others], detour);
  const messages = messageLines(run, property);
  if (messages.length === 0) return ofLastStep(run, detour);
  const key = messages.flatMap(({ n }) => n ?? []);
  return { kind: 'step', title: 'what waits', key, ...withPivot(run, messages, detour) };
}

/** Of a claim about what waits: when each message was sent. */
function messageLines(run: Run, { holds }: AlwaysProperty): WhyLine[] {
  const reads = readsOf(run.view(run.last), holds);
  const { channels, messages, waiting } = run.recorder.channels;
  const idOf = (component: number) => run.network.componentIds[component]!;
  const all = channels
    .flatMap(({ from, to, label }, at) =>
      reads.get(idOf(to))?.senders.has(idOf(from)) === true
        ? waiting[at]!.map((message) => ({ ...messages[message]!, label }))
        : [],
    )
    .sort((one, other) => one.sent - other.sent);
  const told = all.slice(-MESSAGES_MAX).map(({ sent, event: { type }, label }) => ({
    n: sent,
    kind: 'sent',
    words: `${label}: ${quotedWhereNeeded(type)}, ${sent === 0 ? 'at the start' : `by ${run.wordsOf(sent)}`}`,
  }));
  return [...earlierLine(all.length - told.length, 'message'), ...told];
}

/** Messages that are told. */
const MESSAGES_MAX = 5;

/** Whether the end is wrong for what does not come after it, rather than for what is there. */
function isOfWaiting(run: Run, property: Property | undefined): boolean {
  if (property === undefined) return (WAITING as readonly string[]).includes(run.property);
  // Within a step that fails a monitor has seen what no state shows.
  if (property.kind === 'monitor')
    return !run.isFailed && !run.state(run.last).monitors[run.monitor]!.snapshot.hasTag('violation' as never);
  return property.kind !== 'always' && property.kind !== 'reachable';
}

/** Built-in properties of what nothing comes after. */
const WAITING: readonly (typeof BUILT_IN_PROPERTIES)[number][] = ['deadlock-freedom', 'no-stuck-component'];

function ofWaiting(run: Run, property: Property | undefined): Told {
  const told = waitEdges(run, spokenOf(run, property));
  const owed = owedLines(run);
  const isCircle = told.edges.some(({ isInCircle }) => isInCircle);
  const title = isCircle
    ? `a circle of waits${overGroups(run, told.edges)}`
    : 'what each waits for at the end';
  const found = told.edges.length > 0 ? undefined : foundWaits(run);
  const { edges, others, steps } = found ?? told;
  const rest = found !== undefined && edges.length + found.lines.length === 0 ? restLines(run) : [];
  const isNothingLeft = run.recorder.channels.waiting.every((waiting) => waiting.length === 0);
  const isSaid = found === undefined && edges.length > 0 && !isCircle && isNothingLeft;
  const waiting = new Set(edges.map(({ component }) => component));
  const roots = edges.filter(({ isInCircle, on }) =>
    isCircle ? isInCircle : !on.some((other) => waiting.has(other)),
  );
  return {
    kind: 'waits',
    title,
    lines: [...owed, ...(found?.lines ?? []), ...rest],
    circle: edges,
    remarks: [
      // What such a claim says in general is in the head: here, of whom it is not so.
      ...(property?.kind === 'can rest' ? [sentence(run.end.message)] : []),
      ...(isSaid ? ['Nothing is on its way.'] : []),
      ...(found === undefined ? [] : hintOf(run)),
    ],
    key: [...owed.flatMap(({ n }) => n ?? []), ...roots.map(({ since }) => since), ...steps],
    involved: [...new Set([...roots.map(({ component }) => component), ...others, ...cutOff(run, property)])],
  };
}

/** The components whose coming to something is claimed: those that a monitor hears, or that what is to come reads. */
function spokenOf(run: Run, property: Property | undefined): number[] {
  const ids =
    property?.kind === 'monitor'
      ? (property.from ?? [])
      : property?.kind === 'leads to'
        ? [...readsOf(run.view(run.last), property.to).keys()]
        : [];
  return ids.map((id) => run.recorder.indexOf(id));
}

/** Where something is no longer possible, what it reads: others may go on, and nobody need wait, so that nothing else would tell where the steps have led. */
function cutOff(run: Run, property: Property | undefined): number[] {
  if (property?.kind !== 'always possible') return [];
  return [...readsOf(run.view(run.last), property.possible).keys()].map((id) => run.recorder.indexOf(id));
}

/** Where nobody waits: what those stay in that are to come to something. */
function restLines(run: Run): WhyLine[] {
  const property = run.network.properties.find(({ name }) => name === run.property);
  if (property?.kind !== 'leads to') return [];
  return [...readsOf(run.view(run.last), property.to).keys()].map((id) => {
    const component = run.recorder.indexOf(id);
    return { n: null, kind: '', words: `${run.label(component)} stays ${stateText(run, component)}` };
  });
}

/** The groups that a circle goes over, where it is more than one. */
function overGroups(run: Run, circle: readonly WaitEdge[]): string {
  const members = circle.filter(({ isInCircle }) => isInCircle);
  const groups = [...new Set(members.flatMap(({ component }) => run.groups[component]![0] ?? []))];
  return groups.length < 2 ? '' : ` over ${groups.slice(0, -1).join(', ')} and ${groups.at(-1)}`;
}

function ofSubjects(
  run: Run,
  subjects: readonly [SubjectOfRun, ...SubjectOfRun[]],
  detour: ToldDetour | undefined,
): Told {
  const title = subjects.map(({ name }) => name).join('; ');
  const involved = subjects.map(({ part }) => part);
  return { kind: 'cell', title, subject: subjects[0], involved, ...historyOf(run, subjects, detour) };
}

function ofMonitor(run: Run, property: MonitorProperty, detour: ToldDetour | undefined): Told {
  const { lines, key } = monitorLines(run, property, run.monitor);
  return {
    kind: 'monitor',
    title: `what ${run.property} has seen`,
    key,
    ...withPivot(run, lines, detour),
  };
}

function ofLastStep(run: Run, detour: ToldDetour | undefined, title = 'its last step'): Told {
  if (run.length === 0) return { kind: 'step', title: 'the initial state', lines: [] };
  const last = { n: run.length, kind: 'the end', words: run.wordsOf(run.length) };
  return { kind: 'step', title, ...withPivot(run, [last], detour) };
}

/** Of a step that fails, what led to it: who acts came to the state that he is in, and the message was sent. */
function stepsTo(run: Run): number[] {
  const step = run.step(run.length);
  const { messages } = run.recorder.channels;
  const sent = step.receives === null ? [] : [messages[step.receives]!.sent];
  return [run.stateSince(run.actorOf(step)), ...sent];
}

/** What is wrong with a step that fails: a guard's name and what it threw, or who does not handle what. */
function sentence(message: string): string {
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

/** With what should have come first before the last of some lines. */
function withPivot(run: Run, lines: readonly WhyLine[], detour: ToldDetour | undefined) {
  if (detour === undefined) return { lines };
  const isTold = lines.some(({ n }) => n === detour.before);
  const pivot = isTold ? undefined : pivotLine(run, detour);
  const { line, remark } = detourWords(run, detour);
  return {
    lines: withDetour(lines, pivot, line, detour.before),
    remarks: remark === undefined ? [] : [remark],
  };
}
