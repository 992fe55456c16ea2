import type { DesignPosition, DesignVerdict, SweepCell, SweepOutcome } from '../check/sweep.js';
import { budgetText } from './budget-text.js';
import { shellWord } from './shell.js';
import { counted, roundedSeconds } from './numbers.js';
import type { Palette } from './palette.js';
import { parameterOption, parametersText } from './subject.js';
import { tableText } from './table.js';
import { cellsByRow, safeRows } from './sweep-rows.js';

/**
 * What a sweep found, for a person: the table, what is safe, how to see what is not, and what is not known.
 *
 * @param reference how the network was named on the command line
 */
export function sweepText(
  outcome: SweepOutcome,
  reference: string,
  colours: Palette,
  width?: number,
): string {
  const { network, name, sweep } = outcome;
  const base = parametersText(sweep.base);
  return [
    `${colours.bold(network)}, sweep ${name}: ${sweep.title}`,
    `Parameters that a design does not set: ${base === '' ? 'their defaults' : `${base}; the others have their defaults`}.`,
    gridText(outcome, colours, width),
    `Safe in every column: ${safeRows(outcome).join(', ') || 'none'}.`,
    ...commands(outcome, reference),
    ...undecided(outcome),
    '',
    tally(outcome),
  ].join('\n');
}

/** `dispatch-combine, design 3 of 12 (one buffer, store)`. */
export function designText(network: string, { design, designs, labels }: DesignPosition): string {
  return `${network}, design ${design} of ${designs} (${labels.join(', ')})`;
}

/** A design that was judged, in one line. */
export function designLine(
  { design, designs, labels }: DesignPosition,
  outcome: DesignVerdict,
  seconds: number,
): string {
  const position = `${String(design).padStart(String(designs).length)} of ${designs}`;
  const verdict = outcome.verdict === 'holds' ? 'safe' : outcome.verdict;
  const what = outcome.verdict === 'violated' ? ` (${outcome.property})` : '';
  return `${position}  ${labels.join(', ')}: ${verdict}${what}, ${counted(outcome.states, 'state')}, ${roundedSeconds(seconds)}`;
}

function gridText(outcome: SweepOutcome, colours: Palette, width: number | undefined): string {
  const { rows, columns } = outcome.sweep;
  const byRow = cellsByRow(outcome);
  const corner = [...columns.map(({ title }) => `${title} →`), `${rows.title} ↓`];
  const head = [corner, ...byRow[0]!.map(({ labels }) => labels.slice(1))].map((lines) => lines.join('\n'));
  const cells = byRow.map((row) => [
    row[0]!.labels[0]!,
    ...row.map((cell) => cellText(cell.outcome, colours)),
  ]);
  return tableText({ head, rows: cells, isRuled: true }, width);
}

function cellText(outcome: DesignVerdict, colours: Palette): string {
  switch (outcome.verdict) {
    case 'holds':
      return `${colours.green('safe')}\n${counted(outcome.states, 'state')}`;
    case 'violated':
      return `${colours.red(outcome.property)}\n${outcome.steps === undefined ? 'never reached' : counted(outcome.steps, 'step')}`;
    case 'inconclusive':
      return `${colours.yellow('inconclusive')}\n(${outcome.budget})`;
  }
}

/** A command for each violated design that shows what goes wrong. */
function commands({ cells }: SweepOutcome, reference: string): string[] {
  const violated = cells.filter((cell) => cell.outcome.verdict === 'violated');
  if (violated.length === 0) return [];
  const labels = violated.map((cell) => cell.labels.join(', '));
  const width = Math.max(...labels.map((label) => label.length));
  return [
    '',
    'To see what goes wrong:',
    ...violated.map((cell, index) => `  ${labels[index]!.padEnd(width)}  ${exploreCommand(reference, cell)}`),
  ];
}

function exploreCommand(reference: string, { given }: SweepCell): string {
  const options = Object.entries(given).map(
    ([name, value]) => `${parameterOption(name)} ${shellWord(String(value))}`,
  );
  return ['npx cloudmatrix-check explore', shellWord(reference), ...options].join(' ');
}

/** For each budget that ran out: of how many designs, and what to do about it. */
function undecided({ cells }: SweepOutcome): string[] {
  const budgets = cells.flatMap(({ outcome }) =>
    outcome.verdict === 'inconclusive' ? [outcome.budget] : [],
  );
  return [...new Set(budgets)].flatMap((budget) => {
    const count = budgets.filter((each) => each === budget).length;
    return ['', budgetText(budget, `${counted(count, 'design')} undecided`)];
  });
}

function tally({ cells }: SweepOutcome): string {
  const count = (verdict: DesignVerdict['verdict']) =>
    cells.filter(({ outcome }) => outcome.verdict === verdict).length;
  return `${counted(cells.length, 'design')}: ${count('holds')} safe, ${count('violated')} violated, ${count('inconclusive')} inconclusive.`;
}
