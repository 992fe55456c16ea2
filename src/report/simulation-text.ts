import type { Configuration } from '../network/parameters.js';
import type { SystemOutcome } from '../check/system.js';
import { percent } from './numbers.js';
import { type Palette, verdictWords } from './palette.js';
import { subjectText } from './subject.js';
import { tableText } from './table.js';

/** What a run in virtual time is about. */
export interface SimulationSubject {
  readonly system: string;
  readonly parameters: Configuration;
  readonly seed: number;
}

/** What came of a run in virtual time, for a person. */
export function simulationText(
  { system, parameters, seed }: SimulationSubject,
  outcome: SystemOutcome,
  colours: Palette,
  width?: number,
): string {
  const { verdict, message, figures, utilisation, bounds, ran, notes } = outcome;
  const tables = [
    {
      head: ['figure', 'value'],
      rows: Object.entries(figures).map(([name, value]) => [name, figureText(value)]),
      numbers: ['value'],
    },
    {
      head: ['used', 'share'],
      rows: Object.entries(utilisation).map(([name, share]) => [name, percent(share)]),
      numbers: ['share'],
    },
    {
      head: ['bound', 'of it', 'what it is'],
      rows: bounds.map(({ name, ratio, meaning }) => [name, ratio.toFixed(4), meaning]),
      numbers: ['of it'],
    },
  ];
  return [
    `${subjectText({ network: system, parameters, faults: [] })}: ${verdictWords(verdict, colours)}. Seed ${seed}.`,
    ...(message === undefined ? [] : [message]),
    ...(ran === undefined ? [] : [ranText(ran)]),
    ...tables.map((table) => tableText(table, width)),
    ...notes,
  ].join('\n');
}

/** One JSON object: figures at the top, as their names say. */
export function simulationJson(
  { system, parameters, seed }: SimulationSubject,
  { verdict, message, figures, utilisation, bounds, ran, notes }: SystemOutcome,
) {
  return {
    system,
    verdict,
    ...(message === undefined ? {} : { message }),
    ...figures,
    ...(ran === undefined ? {} : { ran }),
    utilisation,
    bounds: bounds.map(({ name, ratio }) => ({ name, ratio })),
    parameters: { ...parameters, seed },
    notes,
  };
}

const ranText = (ran: Readonly<Record<string, string>>): string =>
  `${Object.entries(ran)
    .map(([what, name]) => `${what}: ${name}`)
    .join('; ')}.`;

function figureText(value: number | readonly number[]): string {
  return (typeof value === 'number' ? [value] : value).map(digitsOf).join(' / ');
}

/** One digit behind the point, or, below 1, three that count. */
const digitsOf = (value: number): string =>
  value !== 0 && Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(1);
