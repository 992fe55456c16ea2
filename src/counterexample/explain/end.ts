import type { End, EndLine, Waiting } from './explanation.js';
import type { Run } from './run.js';
import type { SubjectOfRun } from './subject.js';
import type { ToldDetour } from './told-detour.js';
import { valueText } from './why/history.js';
import { stateText } from './why/waits.js';

/** Components whose states are told. */
const COMPONENTS_MAX = 3;

/** The state at the end of the steps: what can happen there, what is on its way, and what became of those who are involved. */
export function endOf(run: Run, subject: SubjectOfRun | undefined, detour: ToldDetour | undefined): End {
  const { plain, channels } = run.recorder;
  const successors = run.isFailed ? [] : plain!.successors(run.state(run.last));
  const waiting = channels.messages
    .filter(({ taken }) => taken === null)
    .map(({ channel, event, sent }): Waiting => ({
      channel: channels.channels[channel]!.label,
      event,
      since: sent,
    }));
  return {
    enabled: successors.map(({ label }) => label),
    waiting,
    lines: [...subjectLine(run, subject), ...componentLines(run, subject, detour)],
  };
}

function subjectLine(run: Run, subject: SubjectOfRun | undefined): EndLine[] {
  if (subject === undefined) return [];
  const now = valueText(run, subject, run.last);
  const before = run.last === 0 ? now : valueText(run, subject, run.last - 1);
  const key = subject.path.slice(1).join('.');
  const was = before === now ? '' : ` (before: ${before})`;
  return [{ part: subject.part, words: `${key === '' ? '' : `${key}: `}${now}${was}` }];
}

/** The components that acted last, those that wrote the subject, and those that would have had to act. */
function componentLines(
  run: Run,
  subject: SubjectOfRun | undefined,
  detour: ToldDetour | undefined,
): EndLine[] {
  if (run.length === 0) return [];
  const involved = [
    ...(detour?.missed === undefined || detour.missed === null ? [] : [detour.missed.actor]),
    ...(detour?.actors.slice(-1) ?? []),
    ...run.step(run.length).participants,
    run.ownerOf(run.step(run.length)),
  ];
  // Memory and the like have one state.
  const told = [...new Set(involved)].filter((component) => !hasOneState(run, component));
  return told
    .filter((component) => component !== subject?.part)
    .slice(0, COMPONENTS_MAX)
    .map((component) => ({ part: component, words: stateText(run, component) }));
}

/** Whether there is nothing to be told of the state that a component is in. */
export function hasOneState(run: Run, component: number): boolean {
  const states = Object.keys(run.network.components[component]!.machine.states);
  return states.length <= 1;
}
