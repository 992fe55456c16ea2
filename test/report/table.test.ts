// Goal: a table that a window has no room for is not broken within its cells. Method: one table in wide and narrow windows.

import { expect, it } from 'vitest';
import { columnsText, tableText } from '../../src/report/table.js';
import { paragraph } from '../../src/report/wrap.js';

const table = {
  head: ['fault', 'violates', 'title'],
  rows: [
    ['A1', 'no-overwrite', 'the flag is written before the data that it tells of'],
    ['B2', '', 'a\ncredit is lost'],
  ],
};

it('where there is room, or no window, it is a table', () => {
  expect(tableText(table).split('\n')[1]).toMatch(/^│ fault │ violates {5}│ title +│$/);
  expect(tableText(table, 90)).toBe(tableText(table));
});

it('in a narrow window each row is a paragraph', () => {
  expect(tableText(table, 40)).toBe(`\
A1; violates no-overwrite; title the
    flag is written before the data that
    it tells of
B2; title a credit is lost`);
});

it('columns that can be spared go, the most dispensable first; empty ones are not shown', () => {
  const columns = [
    { title: 'a' },
    { title: 'bb', isNumber: true, dispensable: 1 },
    { title: 'cc', dispensable: 2 },
    { title: 'd' },
  ];
  const rows = [['one', '7', 'two', '']];
  expect(columnsText(columns, rows, 20)).toEqual(['a    bb  cc', 'one   7  two']);
  expect(columnsText(columns, rows, 9)).toEqual(['a    bb', 'one   7']);
  expect(columnsText(columns, rows, 2)).toEqual(['a', 'one']);
});

it('colours take no columns', () => {
  const green = '\u001b[32mholds\u001b[39m';
  expect(columnsText([{ title: 'x' }, { title: 'y' }], [[green, '1']], 80)).toEqual([
    'x      y',
    `${green}  1`,
  ]);
  expect(paragraph(`${green} ${green}`, 11)).toBe(`${green} ${green}`);
});
