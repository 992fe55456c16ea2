import type { EngineTrace } from './engine-trace.js';
import type { End, EndLine, Waiting } from './explanation.js';
import type { Run } from './run.js';
import type { SubjectOfRun } from './subject.js';
import type { ToldDetour } from './told-detour.js';
import { hasOneState } from './has-one-state.js';
import { isOfState, valueText } from './why/history.js';
import { stateText } from './why/waits.js';

/** Components whose states are told. */
const COMPONENTS_MAX = 5;

/** The state at the end of the steps: what can happen there, what is on its way, and what became of those who are involved. */
export function endOf(
  run: Run,
  onEngine: EngineTrace,
  subject: SubjectOfRun | undefined,
  detour: ToldDetour | undefined,
  involved: readonly number[],
  isOfWaiting: boolean,
): End {
  const { plain, channels } = run.recorder;
  const successors = run.isFailed ? [] : plain!.successors(run.state(run.last));
  const enabled = successors.map(({ label }) => label);
  const waiting = channels.messages
    .filter(({ taken }) => taken === null)
    .map(({ channel, event, sent }): Waiting => ({
      channel: channels.channels[channel]!.label,
      event,
      since: sent,
    }));
  return {
    enabled,
    enabledSince: onEngine.enabledSince(enabled, run.length),
    waiting,
    lines: [...subjectLine(run, subject), ...componentLines(run, subject, detour, involved, isOfWaiting)],
  };
}

function subjectLine(run: Run, subject: SubjectOfRun | undefined): EndLine[] {
  if (subject === undefined) return [];
  const now = valueText(run, subject, run.last);
  const before = run.last === 0 ? now : valueText(run, subject, run.last - 1);
  const key = subject.path.slice(1).join('.');
  if (isOfState(subject)) return [{ part: subject.part, words: stateWords(run, subject.part) }];
  const was = before === now ? '' : ` (before: ${before})`;
  return [{ part: subject.part, words: `${key === '' ? '' : `${key}: `}${now}${was}` }];
}

/** The state of a component, and since when it is in it; what it was in before, if it came to it last of all. */
function stateWords(run: Run, component: number): string {
  const since = run.stateSince(component);
  if (since === 0) return `${stateText(run, component)} (from the start)`;
  const before = since === run.length ? `; before: ${stateText(run, component, since - 1)}` : '';
  return `${stateText(run, component)} (since ${since}${before})`;
}

/**
 * The components that the explanation names, those that acted last, and those that would have had to act; also who has sent, or is to receive, what would
 * have been received.
 */
function componentLines(
  run: Run,
  subject: SubjectOfRun | undefined,
  detour: ToldDetour | undefined,
  involved: readonly number[],
  isOfWaiting: boolean,
): EndLine[] {
  if (run.length === 0) return [];
  const missed = detour?.missed ?? null;
  const possible = detour?.steps.filter(({ taken }) => taken.label === missed?.label) ?? [];
  const others = [...possible, ...(detour?.steps.slice(-1) ?? [])].flatMap(({ taken }) => [
    run.actorOf({ taken }),
    run.ownerOf({ taken }),
  ]);
  const last = run.step(run.length);
  const acting = [...others, ...last.participants, run.ownerOf(last)];
  const all = isOfWaiting ? involved : [...involved, ...acting];
  // Memory and the like have one state.
  const told = [...new Set(all)].filter((component) => !hasOneState(run, component));
  return told
    .filter((component) => component !== subject?.part)
    .slice(0, COMPONENTS_MAX)
    .map((component) => ({ part: component, words: stateWords(run, component) }));
}
