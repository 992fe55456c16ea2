import type { CheckResult } from '../check/result.js';
import { itemName } from './item.js';
import { type ItemCase, itemCases, vacuousItems } from './item-cases.js';
import { secondsOf } from './progress-text.js';

// A test case is a property of one run, and a test suite the run: what Jenkins, GitLab and others show of JUnit's reports.

/** What `check` found, as JUnit's XML. @param isStrict what is vacuous has failed */
export function junitXml(result: CheckResult, isStrict: boolean): string {
  const { runs, undone } = result;
  const suites = [
    ...runs.map((run) => ({ name: itemName(run), cases: itemCases(run), seconds: secondsOf(run) })),
    ...undone.map((item) => ({
      name: itemName(item),
      cases: [{ name: 'all', outcome: 'inconclusive', text: 'It was not begun.' } as const],
      seconds: 0,
    })),
    ...(isStrict ? vacuousItems(result) : []).map((item) => ({ ...item, seconds: 0 })),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cloudmatrix-check"${countsOf(cases)} time="${timeText(suites.reduce((sum, { seconds }) => sum + seconds, 0))}">`,
    ...suites.flatMap(({ name, cases: own, seconds }) => [
      `  <testsuite name="${attribute(name)}"${countsOf(own)} time="${timeText(seconds)}">`,
      ...own.flatMap((each) => caseLines(name, each)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function caseLines(suite: string, { name, outcome, text = '', evidence }: ItemCase): string[] {
  const open = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}"`;
  if (outcome === 'holds') return [`${open}/>`];
  const element = ELEMENTS[outcome];
  const message = evidence === undefined ? text : headOf(evidence.rendered);
  return [
    `${open}>`,
    `      <${element} type="${outcome}" message="${attribute(message)}">${content(text)}</${element}>`,
    '    </testcase>',
  ];
}

/** What could not be decided is an error to JUnit: that it was skipped would hide it. */
const ELEMENTS = { violated: 'failure', inconclusive: 'error', 'not judged': 'skipped' } as const;

const headOf = (rendered: string) => rendered.split('\n', 1)[0]!;

function countsOf(cases: readonly ItemCase[]): string {
  const count = (outcome: ItemCase['outcome']) => cases.filter((each) => each.outcome === outcome).length;
  return ` tests="${cases.length}" failures="${count('violated')}" errors="${count('inconclusive')}" skipped="${count('not judged')}"`;
}

const timeText = (seconds: number) => seconds.toFixed(3);

/** What XML 1.0 cannot have, however it is written; and the other control characters, which show nothing. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

function content(text: string): string {
  return text
    .replaceAll(FORBIDDEN, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** A line's end in an attribute would be read as a space. */
function attribute(text: string): string {
  return content(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\r', '&#13;');
}
