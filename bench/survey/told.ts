import { benchmarkTable } from '../table.js';
import type { PartSurvey } from './survey.js';
import type { Tally } from './survivors.js';

const HEAD = ['network', 'edits', 'killed', 'unused', 'equivalent', 'open'];
const NUMBERS_FROM = 1;

/** What came of the edits of one part, in a line: `fused-dispatch of dispatch-combine: 68 edits, 60 killed, 2 unused, 6 survive`. */
export function lineOf({ network, part, unused, trials }: PartSurvey): string {
  const killed = trials.filter(({ outcome }) => outcome.killed !== undefined).length;
  return (
    `${part} of ${network}: ${trials.length + unused} edits, ${killed} killed, ${unused} unused, ` +
    `${trials.length - killed} survive`
  );
}

/** Each edit of a part with what came of it, a line each. */
export function trialLines({ trials }: PartSurvey): string[] {
  return trials.map(({ name, outcome }) => {
    if (outcome.killed === undefined) return `  ${outcome.isSame ? 'same    ' : 'survives'}  ${name}`;
    const { by, steps, configuration } = outcome.killed;
    const when = steps === undefined ? '' : `, ${steps} steps`;
    return `  killed    ${name}: ${by}${when}, ${JSON.stringify(configuration)}`;
  });
}

/** A row for each network, then what its list of survivors does not say. */
export function renderTallies(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ network, edits, killed, unused, equivalent, open }) => [
    network,
    ...[edits, killed, unused, equivalent, open].map(String),
  ]);
  const faults = tallies.flatMap((tally) => tally.faults.map((fault) => `${fault}.`));
  return [benchmarkTable(HEAD, NUMBERS_FROM, rows), ...faults].join('\n');
}
