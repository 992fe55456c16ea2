// Goal: `assertHolds` is silent exactly where everything holds and is said of something; else its message is what a test's reader needs.
// Method: networks that hold, violate, miss a witness, run out of a budget, and claim nothing.

import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { createMachine } from 'xstate';
import {
  always,
  assertHolds,
  assertHoldsAsync,
  CheckError,
  defineNetwork,
  reachable,
} from '../../src/index.js';
import { counters, locks } from '../cli/catalogue.js';
import { switches } from '../support/switches.js';

const vacuous = switches(1, [always('claim', { when: () => false, then: () => false })]);

function messageOf(work: () => void): string {
  try {
    work();
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return '';
}

it('is silent where everything holds', () => {
  expect(() => assertHolds(switches(3))).not.toThrow();
  expect(() => assertHolds(counters)).not.toThrow();
});

describe('throws', () => {
  it('a counterexample with its steps', () => {
    const network = switches(2, [
      always('not both', (view) => !['switch.0', 'switch.1'].every((id) => view.matches(id, 'on'))),
    ]);
    expect(messageOf(() => assertHolds(network))).toBe(`2 switches: violated.
✗ not both is violated after 2 steps (proven shortest)                                    2 switches
  it is false in this state: switch.0 is in on, switch.1 is in on

Why: switch.1, its state; switch.0, its state
  1  changed  switch.0 is in on, by environment ⇒ switch.0: TOGGLE
  2  changed  switch.1 is in on, by environment ⇒ switch.1: TOGGLE
  No order of these steps helps: not a race.

Steps
 ▸ 1  environment ⇒ switch.0: TOGGLE
 ▸ 2  environment ⇒ switch.1: TOGGLE

At the end
  switch.1        on (since 2; before: off)
  switch.0        on (since 1)
  could be taken  2 steps: environment ⇒ switch.0: TOGGLE (from the start), environment ⇒ switch.1:
                  TOGGLE (from the start)`);
  });

  it('the parameters and faults of the network that shows it', () => {
    expect(
      messageOf(() => assertHolds(counters, { faults: ['C1'], configurations: [{ counters: 1 }] })),
    ).toMatch(
      /^counters \(counters 1, countMax 2, start idle\) with C1: violated\.\n✗ room is violated after 3 steps/,
    );
    expect(messageOf(() => assertHolds(locks, { faults: ['L1'] }))).toMatch(
      /^locks with L1: violated\.\n✗ deadlock-freedom/,
    );
  });

  it('a witness that is never reached', () => {
    const network = switches(1, [reachable('lost', () => false)]);
    expect(messageOf(() => assertHolds(network))).toBe(
      '1 switches: violated.\nlost: no state of the network is such, and one must be reachable',
    );
  });

  it('what was not shown, since a budget ran out', () => {
    expect(messageOf(() => assertHolds(switches(6), { statesMax: 10 }))).toMatch(
      /^6 switches: inconclusive\. The budget of states ran out \(raise statesMax, or make the network smaller\), with \d+ known states left to expand$/,
    );
  });

  it('a claim that says nothing, unless it is told not to', () => {
    expect(messageOf(() => assertHolds(vacuous))).toBe(
      '1 switches: it holds, but not all that it claims says something ({ strict: false } accepts that):\n' +
        '  claim: its `when`: it was true in no state, so that nothing was claimed',
    );
    expect(() => assertHolds(vacuous, { strict: false })).not.toThrow();
  });

  it('a CheckError for wrong options', () => {
    expect(() => assertHolds(switches(1), { stateMax: 1 } as never)).toThrow(CheckError);
    expect(() => assertHolds(counters, { faults: ['C9'] })).toThrow(CheckError);
  });
});

it('a claim of a family is vacuous only if it is in all of its networks', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { tags: 'rest', on: { GO: 'b' } }, b: { tags: 'rest' } },
  });
  const family = {
    ...locks,
    faults: {},
    parameters: { moves: { kind: 'integer', min: 0, max: 1, default: 1, description: 'whether it moves' } },
    build: ({ moves }: Readonly<Record<string, number | string>>) =>
      defineNetwork({
        name: 'locks',
        components: { m: { machine, stimuli: moves === 1 ? [{ type: 'GO' }] : [] } },
        properties: [always('claim', { when: (view) => view.matches('m', 'b'), then: () => true })],
      }),
    exhaustive: [{ moves: 0 }, { moves: 1 }],
  } as const;
  expect(() => assertHolds(family)).not.toThrow();
  expect(messageOf(() => assertHolds(family, { configurations: [{ moves: 0 }] }))).toContain(
    'claim: its `when`',
  );
});

it('a claim that only some networks of a family have is vacuous if it is in each of these', () => {
  const family = {
    ...locks,
    faults: {},
    parameters: { claims: { kind: 'integer', min: 0, max: 1, default: 1, description: 'whether it claims' } },
    build: ({ claims }: Readonly<Record<string, number | string>>) =>
      switches(1, claims === 1 ? [always('claim', { when: () => false, then: () => false })] : []),
  } as const;
  for (const exhaustive of [
    [{ claims: 0 }, { claims: 1 }],
    [{ claims: 1 }, { claims: 0 }],
  ]) {
    expect(messageOf(() => assertHolds({ ...family, exhaustive }))).toContain('claim: its `when`');
  }
});

describe('the asynchronous form', () => {
  it('throws the same', async () => {
    await expect(assertHoldsAsync(locks)).resolves.toBeUndefined();
    await expect(assertHoldsAsync(locks, { faults: ['L1'] })).rejects.toThrow(/^locks with L1: violated\./);
  });

  it('throws when it is interrupted', async () => {
    await expect(assertHoldsAsync(switches(2), { signal: AbortSignal.abort() })).rejects.toThrow(
      '2 switches: inconclusive. It was interrupted',
    );
  });
});

it.each([undefined, null, {}, [], 'locks'])('what is no network or family is refused: %j', (what) => {
  expect(() => assertHolds(what as never)).toThrow(/^What is to be checked is .*neither a network/);
});

it('refuses what is no configuration', () => {
  expect(() => assertHolds(counters, { configurations: [null] as never })).toThrow(
    "A configuration of the network 'counters' is null; give an object with values by the names of parameters",
  );
});

describe('a promise that nobody awaits', () => {
  /** What comes of a script that is run as it is, as most runners of tests run theirs. */
  function outcomeOf(script: string) {
    const program = `
      import { assertHoldsAsync, always } from './src/index.js';
      import { switches } from './test/support/switches.js';
      const off = [always('all off', (view) => !view.matches('switch.0', 'on'))];
      ${script}`;
    const args = [
      '--import',
      './test/support/register-typescript.mjs',
      '--input-type=module',
      '--eval',
      program,
    ];
    const env = { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    return { status, stdout, stderr };
  }
  // As Mocha does, which says nothing of them.
  const passesOver = `process.on('unhandledRejection', () => {});`;

  it('and fails is an error that nobody catches, also to who passes over promises that fail', () => {
    const { status, stderr } = outcomeOf(`${passesOver} assertHoldsAsync(switches(1, off));`);
    expect(stderr).toContain(
      'Error: `assertHoldsAsync` was not awaited (write `await assertHoldsAsync(...)`), and fails: 1 switches: violated.',
    );
    expect(status).toBe(1);
  });

  it('comes to its end before a runner that does not wait for it', () => {
    // Of 2^11 states; the search pauses often.
    const script = `
      const last = always('not all on', (view) => !view.components.every((id) => view.matches(id, 'on')));
      assertHoldsAsync(switches(11, [last]));
      setTimeout(() => process.exit(0), 1);`;
    const { status, stderr } = outcomeOf(`${passesOver} ${script}`);
    expect(stderr).toContain('✗ not all on is violated after 11 steps');
    expect(status).toBe(1);
  });

  it('and holds is as one that is awaited', () => {
    expect(outcomeOf('assertHoldsAsync(switches(3));')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('is awaited by whatever takes it up in the same turn', () => {
    const awaited = `
      const told = (how) => (thrown) => console.log(how, thrown.message.split('\\n')[0]);
      const failing = () => assertHoldsAsync(switches(1, off));
      failing().catch(told('catch'));
      failing().then(undefined, told('then'));
      Promise.all([failing()]).catch(told('all'));
      const returned = async () => failing();
      await returned().catch(told('returned'));
      try { await failing(); } catch (thrown) { told('await')(thrown); }`;
    const { status, stdout, stderr } = outcomeOf(awaited);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const ways = ['catch', 'then', 'all', 'returned', 'await'];
    expect(stdout.trim().split('\n').sort()).toEqual(
      ways.map((way) => `${way} 1 switches: violated.`).sort(),
    );
  });

  it('fails also where a test fakes timers', async () => {
    vi.useFakeTimers({ toFake: ['setImmediate', 'queueMicrotask', 'setTimeout'] });
    try {
      const off = always('all off', (view) => !view.matches('switch.0', 'on'));
      await expect(assertHoldsAsync(switches(1, [off]))).rejects.toThrow('all off is violated');
    } finally {
      vi.useRealTimers();
    }
  });

  it('has pauses where it has a signal, and is told whoever comes later', async () => {
    const controller = new AbortController();
    const asserted = assertHoldsAsync(switches(14), { signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await expect(asserted).rejects.toThrow('inconclusive. It was interrupted');
  });
});
