// Goal: an expectation passes exactly where what it says is so, and a failure tells the counterexample, the final state and how to see it again. Method: the
// small networks of the examples and of the command line's tests; messages are literal. Networks by their module, in threads of their own: test/package.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createMachine, setup } from 'xstate';
import { always, defineNetwork, reachable } from '../../src/index.js';
import { network } from '../../src/vitest/index.js';
import { matchers } from '../../src/vitest/matchers.js';
import { secondsFor } from '../../src/vitest/time.js';
import { counters, locks } from '../cli/catalogue.js';
import { temporaryDirectory } from '../cli/harness.js';

const lamp = createMachine({
  id: 'lamp',
  initial: 'off',
  states: { off: { tags: 'rest', on: { PRESS: 'on' } }, on: { tags: 'rest', on: { PRESS: 'off' } } },
});

const light = defineNetwork({
  name: 'light',
  components: { lamp: { machine: lamp, stimuli: [{ type: 'PRESS' }] } },
  properties: [
    always('never on', (view) => !view.matches('lamp', 'on')),
    always('on or off', () => true),
    reachable('light', (view) => view.matches('lamp', 'on')),
    reachable('dark and light', (view) => view.matches('lamp', 'off') && view.matches('lamp', 'on')),
  ],
});

/** Why an expectation fails, with the trace's name as #. */
async function failure(expectation: Promise<void>): Promise<string> {
  const thrown = await expectation.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Error);
  return (thrown as Error).message.replaceAll(/\S*\.trace\.json/g, '#');
}

describe('toHold', () => {
  it('passes where everything holds, of a family in each of its configurations', async () => {
    await expect(counters).toHold();
    await expect(locks).toHold({ seconds: 5, statesMax: 100 });
    await expect(locks).not.toHold({ faults: ['L1'], traceDir: temporaryDirectory() });
  });

  it('fails with the counterexample, the final state and the command', async () => {
    const traceDir = temporaryDirectory();
    expect(await failure(expect(light).toHold({ traceDir }))).toBe(`\
light does not hold.

✗ never on is violated after 1 step (proven shortest)                                          light
  it is false in this state: lamp is in on

Why: lamp, its state
  1  changed  on, by environment ⇒ lamp: PRESS
  No order of these steps helps: not a race.

Steps
 ▸ 1  environment ⇒ lamp: PRESS

At the end
  lamp            on (since 1; before: off)
  could be taken  1 step: environment ⇒ lamp: PRESS (from the start)

Again: npx cloudmatrix-check replay # --network MODULE, the file that exports the network

No state is one of: dark and light; and one must be.`);
    expect(readdirSync(traceDir)).toHaveLength(1);
  });

  it('fails for a claim that says nothing, unless that is accepted', async () => {
    const vacuous = defineNetwork({
      name: 'vacuous',
      components: { lamp: { machine: createMachine({ tags: 'rest' }) } },
      properties: [always('claim', { when: () => false, then: () => false })],
    });
    expect(await failure(expect(vacuous).toHold())).toMatch(
      /^vacuous holds, .*but not all that it claims says something/,
    );
    await expect(vacuous).toHold({ strict: false });
  });

  it('fails for a search that was not finished, and so does its opposite', async () => {
    const says =
      'counters (counters 2, countMax 3, start idle): inconclusive after 5 states. The budget of states ran out (raise statesMax, or make the network smaller), with 3 states left to expand.';
    expect(await failure(expect(counters).toHold({ statesMax: 3 }))).toBe(says);
    expect(await failure(expect(counters).not.toHold({ statesMax: 3 }))).toBe(says);
  });
});

describe('toViolate', () => {
  it('passes where the property is violated, and writes no trace', async () => {
    const traceDir = temporaryDirectory();
    await expect(light).toViolate('never on', { traceDir });
    await expect(locks).toViolate('deadlock-freedom', { faults: ['L1'], traceDir });
    await expect(light).toViolate('dark and light');
    expect(readdirSync(traceDir)).toEqual([]);
  });

  it('fails where it holds, and tells what is violated in its place', async () => {
    expect(await failure(expect(light).toViolate('on or off'))).toBe(
      'light does not violate on or off: it holds in all of 2 states. What is violated is never on (after 1 step).',
    );
    expect(await failure(expect(light).not.toViolate('never on'))).toMatch(
      /^light violates never on\.\n\n✗ never on is violated after 1 step [^]*At the end/,
    );
    expect(await failure(expect(light).toViolate('never one'))).toContain("has no property 'never one'");
  });
});

describe('toReach', () => {
  it('passes where some state is a witness', async () => {
    await expect(light).toReach('light');
    await expect(light).not.toReach('dark and light');
  });

  it('fails where none is, and tells the way where one is', async () => {
    expect(await failure(expect(light).toReach('dark and light'))).toBe(
      'light does not reach dark and light: none of its 2 states is one.',
    );
    expect(await failure(expect(light).not.toReach('light'))).toBe(
      'light reaches light:\n  1. environment ⇒ lamp: PRESS',
    );
    expect(await failure(expect(light).toReach('never on'))).toContain("has no witness 'never on'");
  });
});

describe('toReplay', () => {
  it('passes as long as the trace ends as it says', async () => {
    const traceDir = temporaryDirectory();
    await failure(expect(light).toHold({ traceDir }));
    const [name] = readdirSync(traceDir);
    const file = join(traceDir, name!);
    await expect(light).toReplay(file);
    await expect(light).toReplay(new URL(`file://${file}`));
    const mended = defineNetwork({
      name: 'light',
      components: { lamp: { machine: lamp, stimuli: [{ type: 'PRESS' }] } },
      properties: [always('never on', () => true)],
    });
    await expect(mended).not.toReplay(file);
    expect(await failure(expect(mended).toReplay(file))).toContain(
      'never on is not violated as the trace says',
    );
  });
});

describe('toReplay of a trace whose steps the network cannot take', () => {
  const tracedIn = async () => {
    const traceDir = temporaryDirectory();
    await failure(expect(light).toHold({ traceDir }));
    return join(traceDir, readdirSync(traceDir)[0]!);
  };
  const lightOf = (id: string, stimuli: readonly { readonly type: string }[]) =>
    defineNetwork({
      name: 'light',
      components: { [id]: { machine: lamp, stimuli } },
      properties: [always('never on', () => true)],
    });

  // That is how most mistakes are mended: a test that guards against them would fail ever after.
  it('fails, and its opposite passes, where the network has been mended by that', async () => {
    const file = await tracedIn();
    const mended = lightOf('lamp', []);
    await expect(mended).not.toReplay(file);
    expect(await failure(expect(mended).toReplay(file))).toContain('is not enabled in network');
  });

  it('fails like its opposite where it is of other components, and tells nothing', async () => {
    const file = await tracedIn();
    const renamed = lightOf('bulb', [{ type: 'PRESS' }]);
    expect(await failure(expect(renamed).not.toReplay(file))).toContain('belongs to another network');
    expect(await failure(expect(renamed).toReplay(file))).toContain('belongs to another network');
  });
});

describe('wrong input', () => {
  it.each([
    [() => expect(3).toHold(), 'What is expected to hold is no network.'],
    [() => expect(lamp).toHold(), 'What is expected to hold is a machine, and no network.'],
    [
      () => expect(Promise.resolve(light)).not.toHold(),
      'What is expected to hold is a promise, which is to be awaited.',
    ],
    [() => expect(light).toHold(null!), 'The options of an expectation are null; they must be an object'],
    [() => expect(light).toHold(20 as never), 'The options of an expectation are 20; they must be an object'],
    [
      () => expect(light).toViolate('never on', ['L1'] as never),
      "The options of an expectation are [ 'L1' ]; they must be an object",
    ],
    [
      () => expect(locks).toHold({ faults: 'L1' as never }),
      "The option faults is 'L1'; it must be a list of the ids of faults.",
    ],
    [() => expect(light).toHold({ strict: 'no' as never }), "The option strict is 'no'; it must be true or"],
    [() => expect(light).toHold({ traceDir: 5 as never }), 'The option traceDir is 5; it must be the path'],
    [() => expect(light).toHold({ seconds: 0 }), 'The option seconds is 0; it must be a number above 0.'],
    [
      () => expect(light).not.toHold({ seconds: Number.NaN }),
      'The option seconds is NaN; it must be a number above 0.',
    ],
    [
      () => expect(light).toReplay(new URL('https://example.org/a.json')),
      "`toReplay` is given 'https://example.org/a.json', which is no file.",
    ],
    [
      () => expect(light).toHold({ second: 3 } as object),
      "An expectation of a network has no option 'second'",
    ],
    [() => expect(light).toViolate(undefined!), '`toViolate` is given no name.'],
    [() => expect(light).toReplay('./gone.json'), './gone.json'],
  ])('%s is met with a sentence', async (expectation, says) => {
    expect(await failure(expectation())).toContain(says);
  });
});

describe('an expectation that nobody waits for', () => {
  /** A test that calls a matcher and ends; what Vitest does at its end. */
  const ended = async (subject: unknown, isNot: boolean, state = 'pass') => {
    const hooks: (() => Promise<void>)[] = [];
    const onTestFinished = (hook: () => Promise<void>) => void hooks.push(hook);
    const task = { timeout: 0, result: { state }, context: { onTestFinished } };
    const answer = matchers.toHold.call({ isNot, promise: '', task }, subject, {
      traceDir: temporaryDirectory(),
    });
    const end = Promise.all(hooks.map((hook) => hook()));
    await Promise.allSettled([answer, end]);
    return { hooks, end };
  };

  it('fails its test at its end, where it fails', async () => {
    const says = '`toHold` was not awaited (write `await expect(...)`), and fails: ';
    await expect((await ended(light, false)).end).rejects.toThrow(`${says}light does not hold.`);
    await expect((await ended(counters, true)).end).rejects.toThrow(`${says}counters holds`);
    await expect((await ended(3, true)).end).rejects.toThrow(
      `${says}What is expected to hold is no network.`,
    );
  });

  it('leaves its test alone where it passes, was awaited, or was ended with the test', async () => {
    await expect((await ended(counters, false)).end).resolves.toEqual([undefined]);
    await expect((await ended(light, true)).end).resolves.toEqual([undefined]);
    await expect((await ended(light, false, 'fail')).end).resolves.toEqual([undefined]);
    const { hooks } = await ended(light, false);
    await expect(hooks[0]!()).resolves.toBeUndefined();
  });

  it('is refused within what another one compares, which would take it for a no', () => {
    const within = expect.not as unknown as { toHold: () => unknown };
    expect(() => expect({ network: counters }).toEqual({ network: within.toHold() })).toThrow(
      '`toHold` stands within what another expectation compares, which does not wait for its answer. Write it by itself: `await expect(network).toHold(...)`.',
    );
  });
});

describe('a reference', () => {
  it.each([
    ['./a.network.ts', '/project/test/a.network.ts', undefined],
    ['../b.ts#c', '/project/b.ts', 'c'],
    ['exported', '/project/test/here.test.ts', 'exported'],
  ])('%s is from the file that says it', (reference, file, name) => {
    expect(network('file:///project/test/here.test.ts', reference)).toMatchObject({ file, name });
  });
});

describe('the time', () => {
  it('is what is asked for, if the time-out of the test leaves that', () => {
    const test = { timeout: 5000, result: { startTime: Date.now() } };
    expect(secondsFor(2, test)).toEqual({ search: 2, answer: 2 * 1.08 + 0.3 });
    for (const asked of [20, undefined]) {
      const { search, answer } = secondsFor(asked, test)!;
      expect([search, answer]).toEqual([expect.closeTo(4.5, 1), expect.closeTo(4.85, 1)]);
    }
    expect(secondsFor(undefined, { timeout: 0 })).toBeUndefined();
    expect(() => secondsFor('3' as never, test)).toThrow(
      "The option seconds is '3'; it must be a number above 0.",
    );
    expect(secondsFor(20, undefined)).toMatchObject({ search: 20 });
  });

  it('is the real one, whatever clock and date a test puts in its place', async () => {
    const startTime = Date.now();
    vi.useFakeTimers({ now: new Date('2099-01-01') });
    try {
      expect(secondsFor(undefined, { timeout: 5000, result: { startTime } })!.search).toBeCloseTo(4.5, 1);
      vi.spyOn(performance, 'now').mockImplementation(() => expect.unreachable());
      await expect(counters).toHold();
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
    }
  });

  it('of a network at hand comes in slices: other work goes on, and a time-out ends it', async () => {
    const endless = setup({}).createMachine({
      id: 'counter',
      context: { count: 0 },
      tags: 'rest',
      on: { UP: {} },
    });
    const many = Object.fromEntries(
      Array.from({ length: 24 }, (_, index) => [
        `lamp.${index}`,
        { machine: lamp, stimuli: [{ type: 'PRESS' }] },
      ]),
    );
    const large = defineNetwork({ name: 'large', components: { ...many, endless: { machine: endless } } });
    const ticks = vi.fn();
    const timer = setInterval(ticks, 5);
    const told = await failure(expect(large).toHold({ seconds: 0.3 }));
    clearInterval(timer);
    expect(told).toMatch(/^large: inconclusive after .* states\. The seconds ran out /);
    expect(ticks).toHaveBeenCalled();
  });
});
