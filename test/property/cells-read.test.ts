// Goal: each cell once, in the order of reading. Method: against a Set, for few cells and for many.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CellsRead } from '../../src/property/cells-read.js';

it('keeps each cell once, in the order of reading', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 120 }), (cells) => {
      const read = new CellsRead();
      for (const cell of cells) read.note(cell);
      expect(read.cells).toEqual([...new Set(cells)]);
    }),
  );
});
