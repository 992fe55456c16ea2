import type { CheckResult } from '../check/result.js';
import { runVerdict } from '../check/result.js';
import { itemName } from './item.js';
import { type ItemCase, itemCases, vacuousItems } from './item-cases.js';
import { PLAIN } from './palette.js';
import { verdictText } from './check-findings.js';

// What GitHub Actions shows beside a change, and on the page of a run.

/** Workflow commands, of which GitHub makes annotations: an error for each case that is violated, a warning for each item that is not finished. @param isStrict what is vacuous is an error, too */
export function githubAnnotations(result: CheckResult, isStrict: boolean): string {
  const { runs, undone } = result;
  const ofRuns = runs.flatMap((run) => {
    const cases = itemCases(run);
    const violated = cases.filter(({ outcome }) => outcome === 'violated');
    if (violated.length > 0) return violated.map((each) => violationCommand(itemName(run), each));
    const open = cases.filter(({ outcome }) => outcome === 'inconclusive');
    const [first] = open;
    if (first === undefined) return [];
    const names = open.map(({ name }) => name).join(', ');
    return [command('warning', { title: itemName(run) }, `Inconclusive: ${names}. ${first.text}`)];
  });
  const ofUndone = undone.map((item) =>
    command(
      'warning',
      { title: itemName(item) },
      'It was not begun: the time was over, or the check was interrupted.',
    ),
  );
  const ofVacuous = (isStrict ? vacuousItems(result) : []).flatMap(({ name, cases }) =>
    cases.map((each) => violationCommand(name, each)),
  );
  return [...ofRuns, ...ofUndone, ...ofVacuous].map((line) => `${line}\n`).join('');
}

/** The counterexample's first line says it, and its file has the rest */
function violationCommand(item: string, { name, text = '', evidence }: ItemCase): string {
  const file = evidence?.traceFile ?? undefined;
  const head = evidence === undefined ? text : evidence.rendered.split('\n', 1)[0]!;
  const title = `${name}: ${item}`;
  return command('error', { title, ...(file === undefined ? {} : { file }) }, head);
}

/** What the page of the run shows: a row for each run of the check, and what is not as it should be in full. @param isStrict what is vacuous is not as it should be */
export function githubSummary(result: CheckResult, isStrict: boolean): string {
  const { runs, undone } = result;
  const rows = runs.map((run) => [itemName(run), runVerdict(run)]);
  const left = undone.map((item) => [itemName(item), 'not begun']);
  const vacuous = isStrict ? vacuousItems(result) : [];
  const items = [...runs.map((run) => ({ name: itemName(run), cases: itemCases(run) })), ...vacuous];
  const found = items.flatMap((item) =>
    item.cases
      .filter(({ outcome }) => outcome === 'violated')
      .map(({ name, text = '' }) => `### ${name}: ${item.name}\n\n${fenced(text)}`),
  );
  return [
    `## cloudmatrix-check: ${result.verdict}`,
    '',
    '| Item | Verdict |',
    '|---|---|',
    ...[...rows, ...left, ...vacuous.map(({ name }) => [name, 'refused by --strict'])].map(
      (row) => `| ${row.map(cell).join(' | ')} |`,
    ),
    '',
    ...found.flatMap((each) => [each, '']),
    verdictText(result, PLAIN),
    '',
  ].join('\n');
}

/** As a cell of a table: what has a meaning there is escaped. */
const cell = (text: string) =>
  text.replaceAll(/[\\|<>*_`[\]]/g, (character) => `\\${character}`).replaceAll('\n', ' ');

/** In a fence that the text itself cannot close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function command(
  name: 'error' | 'warning',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escaped(value, /[%\r\n:,]/g)}`);
  return `::${name} ${list.join(',')}::${escaped(message, /[%\r\n]/g)}`;
}

/** As GitHub's runner reads it: the characters that would end a message or a property, as their bytes in hexadecimal. */
function escaped(text: string, special: RegExp): string {
  return text.replaceAll(
    special,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
