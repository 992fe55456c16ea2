import type { ExplainedStep, MachineState } from '../../src/counterexample/explain/explanation.js';
import type { ReportChart } from '../../src/report/page/report-data.js';
import type { ChartMoment } from '../charts/chart-figure.js';
import { activeStates } from './states.js';

/** What a chart shows of a component: the states that it is in, those that the step has left, and the arrows that were taken. */
export function momentOf(
  chart: ReportChart,
  before: MachineState | undefined,
  now: MachineState,
  step: ExplainedStep | undefined,
): ChartMoment {
  const present = new Set(activeStates(now.state));
  const old = before === undefined || before === now ? present : new Set(activeStates(before.state));
  const left = new Set([...old].filter((id) => !present.has(id)));
  const entered = new Set([...present].filter((id) => !old.has(id)));
  const candidates = chart.transitions.flatMap(({ from, to, parts }, index) =>
    old.has(from) && present.has(to) && (left.has(from) || entered.has(to)) ? [{ index, parts }] : [],
  );
  const named = candidates.filter(({ parts }) =>
    parts.some(({ label: [trigger] }) => step !== undefined && isTriggeredBy(trigger!, step)),
  );
  const taken = new Set((named.length > 0 ? named : candidates).map(({ index }) => index));
  return { present, left, taken };
}

function isTriggeredBy(trigger: string, { event, timer, within }: ExplainedStep): boolean {
  return (
    trigger === event?.type ||
    (timer !== null && trigger === `after ${timer}`) ||
    within.some((delivery) => delivery.event.type === trigger)
  );
}
