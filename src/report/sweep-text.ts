import Table from 'cli-table3';
import { budgetText } from './budget-text.js';
import { shellWord } from './evidence.js';
import { counted } from './numbers.js';
import type { Palette } from './palette.js';
import { parameterOption, parametersText } from './subject.js';
import {
  cellsByRow,
  type DesignVerdict,
  safeRows,
  type SweepCell,
  type SweepOutcome,
} from './sweep-outcome.js';

/** What a sweep found, for a person: the table, what is safe, how to see what is not, and what is not known. */
export function sweepText(outcome: SweepOutcome, colours: Palette): string {
  const { network, name, sweep } = outcome;
  const base = parametersText(sweep.base);
  return [
    `${colours.bold(network)}, sweep ${name}: ${sweep.title}`,
    `Parameters that a design does not set: ${base === '' ? 'their defaults' : `${base}; the others have their defaults`}.`,
    tableText(outcome, colours),
    `Safe in every column: ${safeRows(outcome).join(', ') || 'none'}.`,
    ...commands(outcome),
    ...undecided(outcome),
    '',
    tally(outcome),
  ].join('\n');
}

function tableText(outcome: SweepOutcome, colours: Palette): string {
  const { rows, columns } = outcome.sweep;
  const byRow = cellsByRow(outcome);
  const corner = [...columns.map(({ title }) => `${title} →`), `${rows.title} ↓`];
  const table = new Table({
    head: [corner, ...byRow[0]!.map(({ labels }) => labels.slice(1))].map((lines) => lines.join('\n')),
    style: { head: [], border: [] },
  });
  table.push(
    ...byRow.map((row) => [row[0]!.labels[0]!, ...row.map((cell) => cellText(cell.outcome, colours))]),
  );
  return table.toString();
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
function commands({ reference, cells }: SweepOutcome): string[] {
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
  return ['cloudmatrix-check explore', shellWord(reference), ...options].join(' ');
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
