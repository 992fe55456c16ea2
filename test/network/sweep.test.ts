// Goal: the designs of a sweep are every row with every combination of the columns, and later axes set parameters before earlier ones.

import { expect, it } from 'vitest';
import type { SweepAxis } from '../../src/network/family.js';
import { designsOf } from '../../src/network/sweep.js';

function axis(title: string, ...values: (number | string)[]): SweepAxis {
  return {
    title,
    values: values.map((value) => ({ label: `${title} ${value}`, configuration: { [title]: value } })),
  };
}

it('has every row with every combination of the columns, row after row, the last axis fastest', () => {
  const designs = designsOf({
    title: 'buffers',
    base: { dies: 2 },
    rows: axis('buffers', 'one', 'two'),
    columns: [axis('layers', 1, 2), axis('tokens', 0, 1)],
  });
  expect(designs.map(({ labels }) => labels.join(', '))).toEqual([
    'buffers one, layers 1, tokens 0',
    'buffers one, layers 1, tokens 1',
    'buffers one, layers 2, tokens 0',
    'buffers one, layers 2, tokens 1',
    'buffers two, layers 1, tokens 0',
    'buffers two, layers 1, tokens 1',
    'buffers two, layers 2, tokens 0',
    'buffers two, layers 2, tokens 1',
  ]);
  expect(designs[6]!.given).toEqual({ dies: 2, buffers: 'two', layers: 2, tokens: 0 });
});

it('takes a parameter of a column before that of the row, and that before the base', () => {
  const [design] = designsOf({
    title: 'dies',
    base: { dies: 1, layers: 1, tokens: 1 },
    rows: { title: 'row', values: [{ label: 'row', configuration: { dies: 2, layers: 2 } }] },
    columns: [{ title: 'column', values: [{ label: 'column', configuration: { dies: 3 } }] }],
  });
  expect(design!.given).toEqual({ dies: 3, layers: 2, tokens: 1 });
});

it('has a design for each row when there are no columns', () => {
  const designs = designsOf({ title: 'dies', base: {}, rows: axis('dies', 2, 3), columns: [] });
  expect(designs).toEqual([
    { labels: ['dies 2'], given: { dies: 2 } },
    { labels: ['dies 3'], given: { dies: 3 } },
  ]);
});
