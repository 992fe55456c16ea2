// Goal: what is asked for and has no effect in the mode that is run is said, and more dies than there are is refused. Method: each such option with the mode that ignores
// it, and with one that does not.

import { describe, expect, it } from 'vitest';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { type Configuration, configurationOf } from '../../../src/index.js';

const SYSTEMS = { decode, prefill } as const;

async function idle(name: keyof typeof SYSTEMS, given: Configuration): Promise<string[]> {
  const system = SYSTEMS[name];
  const options = { seed: 384, signal: { aborted: false } };
  const { notes } = await system.simulate(configurationOf(system, given), options);
  return notes.filter((note) => note.includes('has no effect'));
}

describe('an option without effect', () => {
  it.each([
    ['decode', { jitterLaw: 'normal' }, { jitter: 2 }, 'no stage takes longer by a draw (jitter is 0)'],
    ['decode', { stragglerFactor: 9 }, { stragglers: 1 }, 'no stage is a straggler (stragglers is 0)'],
    ['decode', { acceptance: 50, mtp: 'off' }, { mtp: 'on' }, 'there are no draft tokens'],
    ['decode', { drafts: 'drawn', mtp: 'off' }, { mtp: 'on' }, 'there are no draft tokens'],
    ['decode', { attentionAic: 12, batch: 8 }, { batch: 96 }, 'a single microbatch has all cores'],
    ['prefill', { jitterLaw: 'normal' }, { jitter: 2 }, 'no stage takes longer by a draw (jitter is 0)'],
    ['prefill', { plane: 'vpc' }, { reused: 2_048 }, 'nothing is reused (reused is 0)'],
  ] as const)('of %s is told: %j, and not with %j', async (name, without, effective, why) => {
    const [option, value] = Object.entries(without)[0]!;
    const few = { dies: 1 };
    expect(await idle(name, { ...few, ...without })).toEqual([
      `${option} ${value} has no effect, as ${why}.`,
    ]);
    expect(await idle(name, { ...few, ...without, ...effective })).toEqual([]);
  });

  it('is none where nothing was asked for', async () => {
    expect(await idle('decode', { batch: 8, mtp: 'off' })).toEqual([]);
    expect(await idle('prefill', {})).toEqual([]);
  });

  it.each(['decode', 'prefill'] as const)('more dies of %s than there are are refused', async (name) => {
    await expect(idle(name, { ep: 64, dies: 65 })).rejects.toThrow(
      '65 dies are to be run (dies), and the instance has 64 (ep). Lower dies, raise ep, or leave dies out.',
    );
    expect(await idle(name, { ep: 64, dies: 64 })).toEqual([]);
  });
});
