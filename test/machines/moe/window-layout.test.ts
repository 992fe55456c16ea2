// Goal: the flags that a die polls lie apart, and side by side for each core that polls them; and they are told by that core. Method: all
// layouts of a few dies and cores.

import { describe, expect, it } from 'vitest';
import { flagAddress, type Layout, pollingCore } from '../../../machines/moe/window-layout.js';
import { configurationOf } from '../../../src/index.js';
import { dispatchCombine } from '../../../properties/dispatch-combine/family.js';

describe.each([1, 2, 3, 4])('flags that %i cores poll', (cores) => {
  it.each([1, 4, 5, 12])('of %i dies have an entry each, the first ones of their core', (dies) => {
    const layout = { cores } as Layout;
    const sources = Array.from({ length: dies }, (_, source) => source);
    for (let core = 0; core < cores; core++) {
      const own = sources.filter((source) => pollingCore(layout, source) === core);
      expect(own.map((source) => flagAddress(layout, source))).toEqual([...own.keys()]);
    }
  });
});

it('a flag is told by its die, its half, and its core where there are several', () => {
  const placeOf = (cores: number, window: string) =>
    dispatchCombine.build(configurationOf(dispatchCombine, { dies: 4, tokens: 1, cores }), new Set())
      .describe!.place!(window, ['cells', '1']);
  expect(placeOf(1, 'status.3.1')).toBe("die 3's cell 1 for flags, half 1");
  expect(placeOf(2, 'status.3.1.core1')).toBe("die 3's cell 1 for flags, half 1, polled by core 1");
});
