import type { MachineState } from '../../src/counterexample/explain/explanation.js';
import type { ReportChart } from '../../src/report/page/report-data.js';
import type { ChartMoment } from '../charts/chart-moment.js';
import { activeStates } from './states.js';

/**
 * What a chart shows of a component: the states that it is in, those that the step has left, and the arrows that were taken.
 *
 * @param triggers events and timers of the step
 */
export function momentOf(
  chart: ReportChart,
  before: MachineState | undefined,
  now: MachineState,
  triggers: readonly string[],
): ChartMoment {
  const present = new Set(activeStates(now.state));
  const old = before === undefined || before === now ? present : new Set(activeStates(before.state));
  const left = new Set([...old].filter((id) => !present.has(id)));
  const entered = new Set([...present].filter((id) => !old.has(id)));
  const candidates = chart.transitions.flatMap(({ from, to, parts }, index) =>
    old.has(from) && present.has(to) && (left.has(from) || entered.has(to)) ? [{ index, parts }] : [],
  );
  const named = candidates.filter(({ parts }) =>
    parts.some(({ label: [trigger] }) => triggers.some((given) => isTriggeredBy(trigger!, given))),
  );
  const taken = new Set((named.length > 0 ? named : candidates).map(({ index }) => index));
  return { present, entered, left, taken };
}

/** @param given an event, or a timer as steps name it: `spin in waiting` */
function isTriggeredBy(trigger: string, given: string): boolean {
  return (
    trigger === given ||
    (trigger.startsWith('after ') && `after ${given}`.startsWith(`${trigger} in `)) ||
    trigger === `after ${given}`
  );
}
