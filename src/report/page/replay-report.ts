import { chartsOf } from '../../check/charts.js';
import type { ReplayOutcome } from '../../check/replay-trace.js';
import { choose, notableOf } from '../../check/subject.js';
import type { NetworkFamily } from '../../network/family.js';
import { counted } from '../numbers.js';
import { replayText } from '../replay-text.js';
import { ChartCollection } from './chart-collection.js';
import { chartsFor } from './counterexample-data.js';
import { type Report, REPORT_FORMAT, REPORT_VERSION } from './report-data.js';

/** What a report tells beside what came of the replay. */
export interface ReplayContext {
  readonly tool: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly family: NetworkFamily;
}

/** All that a page shows of a trace that was run again. */
export async function reportOfReplay(outcome: ReplayOutcome, context: ReplayContext): Promise<Report> {
  const { subject, violation, explanation } = outcome;
  const { network: name, parameters, faults } = subject;
  const notable = { ...notableOf(context.family, parameters) };
  const charts = new ChartCollection();
  const ids = charts.add(name, chartsOf(choose(context.family, parameters, faults).network));
  const verdict = verdictOf(outcome);
  const steps = counted(violation.steps.length, 'step');
  const item = {
    id: 'i1',
    kind: 'replay' as const,
    network: name,
    parameters: notable,
    faults: [...faults],
    verdict,
    steps: violation.steps.length,
    properties: [],
    again: context.command,
    counterexamples: explanation === undefined ? [] : ['trace'],
  };
  const { otherProperty, isViolated, isReached } = outcome;
  const headline = isViolated
    ? `${violation.property} is violated again, after ${steps}`
    : isReached
      ? `${violation.property} is reached again, after ${steps}`
      : otherProperty === undefined
        ? `${violation.property} is not ${outcome.isWitness ? 'reached' : 'violated'} as the trace says`
        : `${otherProperty} is violated after ${steps}, in place of ${violation.property}`;
  return {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    tool: context.tool,
    command: context.command,
    verdict,
    headline,
    // What is so in place of what the trace says.
    prose: explanation === undefined ? [replayText(outcome)] : [],
    numbers: [],
    items: [item],
    networks: [],
    claims: [],
    knownBugs: [],
    charts: await charts.laidOut(),
    counterexamples:
      explanation === undefined
        ? []
        : [
            {
              id: 'trace',
              item: 'i1',
              parameters: notable,
              again: context.command,
              ...chartsFor(explanation, ids),
              explanation,
            },
          ],
    spaces: [],
    plots: { comparison: [], throughput: [], published: [], limits: [], growth: [], designs: [] },
    times: { startedAt: context.startedAt.toISOString(), seconds: { i1: context.seconds } },
  };
}

function verdictOf({
  isViolated,
  isUndecided,
  otherProperty,
  isReached,
  isWitness,
  inconclusive,
}: ReplayOutcome): Report['verdict'] {
  if (isViolated || otherProperty !== undefined) return 'violated';
  if (isUndecided === true || inconclusive !== undefined || (isWitness && !isReached)) return 'inconclusive';
  return 'holds-in-sample';
}
