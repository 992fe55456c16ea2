// Goal: chance and the clock are refused wherever a machine could read them. Method: each source in each place, and the
// sources themselves after each refusal.

import { execSync, spawnSync } from 'node:child_process';
import nodeCrypto, { randomBytes, randomUUID } from 'node:crypto';
import { freemem } from 'node:os';
import { hrtime } from 'node:process';
import { setTimeout as nodeSetTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AnyActorRef, type ActorSystem, assign, createMachine, sendTo, setup } from 'xstate';
import { forbidHiddenInputs } from '../../src/interpreter/hidden-inputs.js';
import { always, defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { refusal } from '../support/refusal.js';

const SOURCES: readonly (readonly [name: string, read: () => number])[] = [
  ['Math.random()', () => Math.random()],
  ['Date.now()', () => Date.now()],
  ['performance.now()', () => performance.now()],
];

const PLACES: Readonly<Record<string, (read: () => number) => ComponentSpec['machine']>> = {
  'a guard': (read) =>
    setup({ guards: { chance: () => read() > -1 } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'chance', target: 'b' } } }, b: {} },
    }),
  'an assignment': (read) =>
    setup({ actions: { act: assign(() => ({ n: read() })) as never } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: 'act' as never } } } },
    }),
  'a message': (read) =>
    setup({
      actions: {
        act: sendTo(
          ({ self }) => self,
          () => ({ type: 'X', n: read() }),
        ),
      },
    }).createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: 'act' } } } } }),
  'a delay': (read) =>
    setup({ delays: { wait: () => read() } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { after: { wait: 'a' } } },
    }),
};

const REMEDY = 'Pass such values in as input or as events.';

describe.each(SOURCES)('%s', (name, read) => {
  const sources = [Math.random, Date.now, performance.now];
  afterEach(() => {
    expect([Math.random, Date.now, performance.now]).toEqual(sources);
    expect(read()).toBeGreaterThanOrEqual(0);
  });

  it.each(Object.keys(PLACES))('is refused in %s', (place) => {
    const sentence = refusal(PLACES[place]!(read));
    expect(sentence).toBe(
      `The component 'it' (machine 'm') on GO in state 'a' reads ${name}, so that its behaviour is not a function of context and event. ${REMEDY}`,
    );
  });

  it('is refused in a context factory', () => {
    const machine = createMachine({ id: 'm', context: () => ({ n: read() }) });
    expect(refusal(machine)).toBe(
      `The component 'it' (machine 'm') as it starts reads ${name}, so that its behaviour is not a function of context and event. ${REMEDY}`,
    );
  });
});

it('the present moment by `new Date()` is refused, too', () => {
  const machine = createMachine({ id: 'm', context: () => ({ year: new Date().getUTCFullYear() }) });
  expect(refusal(machine)).toMatch(
    /^The component 'it' \(machine 'm'\) as it starts reads new Date\(\), so that/,
  );
});

/** What a guard, and nothing else, makes of it. */
const guardedBy = (read: () => unknown) =>
  setup({ guards: { chance: () => read() !== undefined } }).createMachine({
    id: 'm',
    initial: 'a',
    tags: 'rest',
    states: { a: { on: { GO: { guard: 'chance', target: 'b' } } }, b: {} },
  });

// Taken once, after the package was loaded, as a user's module does.
const { random } = Math;
const { now } = Date;
const clock = performance.now.bind(performance);
const uuid = crypto.randomUUID.bind(crypto);

describe.each<readonly [string, () => unknown]>([
  ['Math.random()', () => random()],
  ['Math.random()', () => [0].map(Math.random)],
  ['Date.now()', () => now()],
  ['Date()', () => Date()],
  ['new Date()', () => new Date()],
  ['new Date()', () => Reflect.construct(new Date(5).constructor, [])],
  ['new Date()', () => new (class extends Date {})()],
  ['Intl.DateTimeFormat, of the present moment', () => new Intl.DateTimeFormat('en').format()],
  ['Intl.DateTimeFormat, of the present moment', () => new Intl.DateTimeFormat('en').formatToParts()],
  ['performance.now()', () => clock()],
  ['performance.timeOrigin', () => performance.timeOrigin],
  ['performance.mark()', () => performance.mark('x')],
  ['event.timeStamp', () => new Event('x').timeStamp],
  ['process.hrtime()', () => process.hrtime()],
  ['process.hrtime.bigint()', () => process.hrtime.bigint()],
  ['process.hrtime.bigint()', () => hrtime.bigint()],
  ['process.uptime()', () => process.uptime()],
  ['process.cpuUsage()', () => process.cpuUsage()],
  ['process.memoryUsage()', () => process.memoryUsage()],
  ['process.memoryUsage.rss()', () => process.memoryUsage.rss()],
  ['os.freemem()', () => freemem()],
  ['crypto.randomUUID()', () => uuid()],
  ['crypto.randomUUID()', () => randomUUID()],
  ['crypto.randomBytes()', () => randomBytes(4)],
  ['crypto.randomInt()', () => nodeCrypto.randomInt(6)],
  ['crypto.getRandomValues()', () => crypto.getRandomValues(new Uint8Array(2))],
])('the hidden input %s', (name, read) => {
  const sentence = `The component 'it' (machine 'm') on GO in state 'a' reads ${name}, so that its behaviour is not a function of context and event. ${REMEDY}`;

  it('is refused in a guard, and there only', () => {
    expect(refusal(guardedBy(read))).toBe(sentence);
    expect(read()).toBeDefined();
  });

  it('is refused if the guard catches what is thrown', () => {
    const caught = () => {
      try {
        return read();
      } catch {
        return 1;
      }
    };
    expect(refusal(guardedBy(caught))).toBe(sentence);
  });
});

describe.each<readonly [string, () => unknown]>([
  ['setTimeout()', () => setTimeout(() => {}, 1)],
  ['setTimeout()', () => nodeSetTimeout(() => {}, 1)],
  ['setTimeout()', () => sleep(1)],
  ['AbortSignal.timeout()', () => AbortSignal.timeout(1)],
  ['setInterval()', () => setInterval(() => {}, 1)],
  ['setImmediate()', () => setImmediate(() => {})],
  ['queueMicrotask()', () => queueMicrotask(() => {})],
  ['process.nextTick()', () => process.nextTick(() => {})],
  ['fetch()', () => fetch('http://localhost/')],
  ['child_process.execSync()', () => execSync('true')],
])('the effect %s', (name, start) => {
  it.each([
    ['a guard', (act: () => unknown) => guardedBy(act)],
    [
      'an assignment that catches what is thrown',
      (act: () => unknown) =>
        PLACES['an assignment']!(() => {
          try {
            act();
          } catch {
            // Nothing can be done about it.
          }
          return 0;
        }),
    ],
  ])('is refused in %s', (_, machine) => {
    expect(refusal(machine(start))).toBe(
      `The component 'it' (machine 'm') on GO in state 'a' calls ${name}, an effect that the engine cannot see. Guards, assignments and expressions only compute; send a message, or start a timer with a delay.`,
    );
  });
});

describe('other actors', () => {
  const assigning = (read: (args: { self: never; system: never }) => unknown) =>
    setup({ actions: { act: assign((args) => void read(args as never) as never) } }).createMachine({
      id: 'm',
      context: {},
      initial: 'a',
      states: { a: { on: { GO: { actions: 'act' } } } },
    });

  it.each<readonly [string, (args: never) => unknown]>([
    ["reads getSnapshot() of the actor 'it', so", ({ self }: { self: AnyActorRef }) => self.getSnapshot()],
    [
      "reads getSnapshot() of the actor 'other', so",
      ({ system }: { system: ActorSystem<never> }) =>
        (system.get('other') as unknown as AnyActorRef).getSnapshot(),
    ],
    ['reads system.getAll(), so', ({ system }: { system: ActorSystem<never> }) => system.getAll()],
    ['reads system.getSnapshot(), so', ({ system }: { system: ActorSystem<never> }) => system.getSnapshot()],
    ['reads system.scheduler, so', ({ system }: { system: ActorSystem<never> }) => system.scheduler],
    [
      'calls system.inspect(), an effect',
      ({ system }: { system: ActorSystem<never> }) => system.inspect(() => {}),
    ],
    ["reads src of the actor 'it', so", ({ self }: { self: AnyActorRef }) => self.src],
    [
      "calls send() of the actor 'it', an effect",
      ({ self }: { self: AnyActorRef }) => self.send({ type: 'X' }),
    ],
  ])('%s', (what, read) => {
    const names = { other: 'it' };
    expect(refusal(assigning(read as never), { aliases: names })).toContain(`on GO in state 'a' ${what}`);
  });
});

it('what harms nobody is let alone: given dates, the console, a clock in a predicate', () => {
  const machine = guardedBy(() => {
    process.stderr.write('');
    globalThis['console'].debug('');
    return new Intl.DateTimeFormat('en').format(new Date(2020, 1, 1));
  });
  const network = defineNetwork({
    name: 'net',
    components: { it: { machine, stimuli: [{ type: 'GO' }] } },
    properties: [always('in time', () => Date.now() + performance.now() > 0)],
  });
  expect(explore(network)).toMatchObject({ verdict: 'holds', states: 2 });
});

describe('what a test has put in the place of a source', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is refused as well, and stays in its place', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(refusal(guardedBy(() => Math.random()))).toMatch(/reads Math\.random\(\), so/);
    expect(Math.random()).toBe(0.5);
    vi.useFakeTimers({ now: 1_000 });
    expect(refusal(guardedBy(() => Date.now()))).toMatch(/reads Date\.now\(\), so/);
    expect(refusal(guardedBy(() => new Date()))).toMatch(/reads new Date\(\), so/);
    expect(refusal(guardedBy(() => setTimeout(() => {}, 1)))).toMatch(/calls setTimeout\(\), an effect/);
    expect(Date.now()).toBe(1_000);
  });

  it('is refused with all that hangs on it: no chart throws for want of that', () => {
    vi.useFakeTimers({ toFake: ['hrtime', 'performance'] });
    const { hrtime } = process;
    expect(refusal(guardedBy(() => process.hrtime.bigint()))).toMatch(
      /reads process\.hrtime\.bigint\(\), so/,
    );
    expect(refusal(guardedBy(() => performance.mark('m')))).toMatch(/reads performance\.mark\(\), so/);
    expect([process.hrtime, process.hrtime.bigint()]).toEqual([hrtime, 0n]);
  });

  it.each(['format', 'formatToParts'] as const)('is refused where %s tells the time that is faked', (key) => {
    vi.useFakeTimers({ now: 1_000 });
    const { DateTimeFormat } = Intl;
    const format = (date?: Date) => new Intl.DateTimeFormat('en', { year: 'numeric' })[key](date);
    expect(refusal(guardedBy(() => format()))).toMatch(/reads Intl\.DateTimeFormat, of the present/);
    expect(forbidHiddenInputs(() => format(new Date(5)))).toEqual(format(new Date(5)));
    expect(forbidHiddenInputs(() => Intl.DateTimeFormat('en').resolvedOptions().locale)).toBe('en');
    expect(Intl.DateTimeFormat).toBe(DateTimeFormat);
  });
});

it('the clock of Temporal is refused where there is one', () => {
  const program = `
    globalThis.Temporal ??= { Now: { instant: () => 5, plainDateISO: () => 6 } };
    const { forbidHiddenInputs } = await import('./src/interpreter/hidden-inputs.ts');
    const refused = ['instant', 'plainDateISO'].map((key) => {
      try {
        return forbidHiddenInputs(() => Temporal.Now[key]());
      } catch (error) {
        return error.source;
      }
    });
    console.log(JSON.stringify([refused, Temporal.Now.instant() !== undefined]));
  `;
  expect(toldBy(program)).toEqual([['Temporal.Now.instant()', 'Temporal.Now.plainDateISO()'], true]);
});

it('what stood there before the package was loaded, and is put back by whoever kept it, is refused too, once and for all', () => {
  const program = `
    const { nextTick } = process;
    const { forbidHiddenInputs } = await import('./src/interpreter/hidden-inputs.ts');
    const wrapped = process.nextTick;
    process.nextTick = nextTick;
    let refused;
    try {
      forbidHiddenInputs(() => process.nextTick(() => {}));
    } catch (error) {
      refused = error.source;
    }
    console.log(JSON.stringify([wrapped !== nextTick, refused, process.nextTick === wrapped]));
  `;
  expect(toldBy(program)).toEqual([true, 'process.nextTick()', true]);
});

it('machines are refused where the sources were frozen before the package was loaded', () => {
  const program = `
    const { MachineCopies } = await import('./src/interpreter/machine-copies.ts');
    const { createMachine } = await import('xstate');
    try {
      new MachineCopies().of(createMachine({}), 'component');
    } catch (error) {
      console.log(JSON.stringify([error.name, error.message]));
    }
  `;
  expect(toldBy(program, '--frozen-intrinsics')).toEqual([
    'CheckError',
    'The globals were frozen before cloudmatrix-check was loaded, as by `--frozen-intrinsics` or `lockdown()`: what machines read of chance and clocks cannot be seen. Load it before they are frozen, or run it without.',
  ]);
});

it('globals that are frozen after the package was loaded, and freed of what is not of the language, stay refused', () => {
  const program = `
    const { forbidHiddenInputs } = await import('./src/interpreter/hidden-inputs.ts');
    for (const key of Object.getOwnPropertySymbols(Date.now)) delete Date.now[key];
    for (const each of [Date, Date.prototype, Date.now, Math, Math.random]) Object.freeze(each);
    const sources = () => [() => Date.now(), () => new Date(), () => Math.random()].map((read) => {
      try {
        return forbidHiddenInputs(read);
      } catch (error) {
        return error.source ?? error.message;
      }
    });
    const refused = sources();
    const { now } = Date;
    globalThis.Date = Object.freeze(class Date { static now = now; static [Symbol.hasInstance] = () => true; });
    console.log(JSON.stringify([refused, sources(), forbidHiddenInputs(() => 1 instanceof Date), Date.now() > 5]));
  `;
  const refused = ['Date.now()', 'new Date()', 'Math.random()'];
  expect(toldBy(program)).toEqual([refused, refused, true, true]);
});

/** What a program prints, in a process of its own. */
function toldBy(program: string, ...options: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...options,
      ...['--import', './test/support/register-typescript.mjs', '--input-type=module', '--eval', program],
    ],
    { encoding: 'utf8' },
  );
  return JSON.parse(stdout || JSON.stringify(stderr));
}

describe('forbidHiddenInputs', () => {
  it('gives what the question gives, and dates that are given stay dates', () => {
    expect(forbidHiddenInputs(() => new Date(5).getTime())).toBe(5);
  });

  it('puts the sources back as they were, after an answer, a throw and a question within a question', () => {
    const before = [
      Object.getOwnPropertyDescriptor(Math, 'random'),
      Object.getOwnPropertyDescriptor(Date, 'now'),
    ];
    const inherited = Object.hasOwn(performance, 'now');
    forbidHiddenInputs(() => forbidHiddenInputs(() => 1));
    expect(() =>
      forbidHiddenInputs(() => {
        throw new Error('question');
      }),
    ).toThrow('question');
    expect([
      Object.getOwnPropertyDescriptor(Math, 'random'),
      Object.getOwnPropertyDescriptor(Date, 'now'),
    ]).toEqual(before);
    expect(Object.hasOwn(performance, 'now')).toBe(inherited);
    expect(performance.now()).toBeGreaterThan(0);
  });

  it('still forbids after a question within a question', () => {
    expect(() =>
      forbidHiddenInputs(() => {
        forbidHiddenInputs(() => 1);
        return Math.random();
      }),
    ).toThrow('hidden input: Math.random()');
  });
});
