/** The table of buffer designs, as README has it: which of them are safe, and what goes wrong in the others. */
import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { buffers } from '../../properties/dispatch-combine/sweeps.js';
import { type Configuration, configurationOf, explore } from '../../src/index.js';

const SAFE = 'safe';

/** By design; then 1, 2, 3 operations in flight, each without and with a die without tokens. */
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  'one buffer': Array.from({ length: 6 }, () => 'no-overwrite'),
  'one + ack': Array.from({ length: 6 }, () => SAFE),
  two: [SAFE, ...Array.from({ length: 5 }, () => 'no-overwrite')],
  'two halves': [SAFE, SAFE, SAFE, SAFE, 'no-overwrite', 'signals-of-their-operation'],
};

const [inFlight, idle] = buffers.columns;

describe('buffer designs', () => {
  it.each(buffers.rows.values)('$label', ({ label, configuration }) => {
    const verdicts = inFlight!.values.flatMap((column) =>
      idle!.values.map((each) =>
        verdictOf({ ...configuration, ...column.configuration, ...each.configuration }),
      ),
    );
    expect(verdicts).toEqual(VERDICTS[label]);
  });
});

function verdictOf(given: Configuration): string {
  const network = dispatchCombine.build(
    configurationOf(dispatchCombine, { ...buffers.base, ...given }),
    new Set(),
  );
  const { verdict, violations } = explore(network);
  return verdict === 'holds' ? SAFE : violations[0]!.property;
}
