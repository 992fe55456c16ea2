// Goal: which designs of the receive buffer are safe, and what goes wrong in the others. Method: each design is explored once, completely; its
// verdict is compared with what is known, and the table in docs/dispatch-combine.md with all of them.

import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { buffers } from '../../properties/dispatch-combine/sweeps.js';
import { type Configuration, configurationOf, explore, type ExploreResult } from '../../src/index.js';
import { designTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';

const SAFE = 'safe';

/** By design; then 1, 2, 3 operations in flight, each without and with a die without tokens. */
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  'one buffer': Array.from({ length: 6 }, () => 'no-overwrite'),
  'one + ack': Array.from({ length: 6 }, () => SAFE),
  two: [SAFE, ...Array.from({ length: 5 }, () => 'no-overwrite')],
  'two halves': [SAFE, SAFE, SAFE, SAFE, 'no-overwrite', 'signals-of-their-operation'],
};

const [inFlight, idle] = buffers.columns;
const known = new Map<string, ExploreResult>();

describe('buffer designs', () => {
  it.each(buffers.rows.values)('$label', ({ label, configuration }) => {
    const verdicts = inFlight!.values.flatMap((column) =>
      idle!.values.map((each) =>
        verdictOf({ ...buffers.base, ...configuration, ...column.configuration, ...each.configuration }),
      ),
    );
    expect(verdicts).toEqual(VERDICTS[label]);
  });

  it('are told in the document on dispatch and combine', async () => {
    await holdRegion('docs/dispatch-combine.md', 'buffer-designs', designTable(buffers, explored));
  });
});

function verdictOf(given: Configuration): string {
  const { verdict, violations } = explored(given);
  return verdict === 'holds' ? SAFE : violations[0]!.property;
}

function explored(given: Configuration): ExploreResult {
  const configuration = configurationOf(dispatchCombine, given);
  const key = JSON.stringify(configuration);
  const result = known.get(key) ?? explore(dispatchCombine.build(configuration, new Set()));
  known.set(key, result);
  return result;
}
