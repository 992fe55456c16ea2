// Goal: the table of hard cases, which takes minutes to make and is compared by `npm run check:deep` only, is that of the configurations that
// `check` explores. Method: the numbered list and the columns are compared with those of the family.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandsOf } from '../../bench/documents/commands.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { notableOf } from '../../src/index.js';
import { parametersText } from '../../src/report/subject.js';
import { ROOT } from './document.js';

const path = 'docs/dispatch-combine.md';
const commands = commandsOf({ path, text: readFileSync(join(ROOT, path), 'utf8') });
const shown = commands.find(({ text }) => text.includes('--verbose'))!.output!.lines;
const { exhaustive, reduced = [] } = dispatchCombine;
const explored = [...exhaustive, ...reduced];

it('numbers the configurations', () => {
  const numbered = shown.flatMap((line) => /^ +\d+ {2}(\S.*)$/.exec(line)?.[1] ?? []);
  expect(numbered).toEqual(explored.map((given) => parametersText(notableOf(dispatchCombine, given))));
});

it('has a column for each of them', () => {
  const head = shown.find((line) => line.startsWith('    claim '))!;
  expect(head.trim().split(/ +/).slice(1)).toEqual(explored.map((_, at) => String(at + 1)));
});
