// Goal: the survey of the charts can be trusted: it makes every edit that it promises, tells what shows each one, and fails where the list of
// survivors does not say what survives.
// Method: edits of a small chart are listed; a network of two machines is surveyed, with its claims and without; those of the
// catalogue are by `npm run check:deep`.

import { assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import { chartEditsOf } from '../../bench/survey/chart-edits.js';
import { constantEditsOf } from '../../bench/survey/constants.js';
import { numbered } from '../../bench/survey/edit.js';
import { implementationEditsOf } from '../../bench/survey/implementation-edits.js';
import { networksNamed } from '../../bench/survey/named.js';
import { load, resolve } from '../../bench/survey/source-hooks.js';
import { stagesOf } from '../../bench/survey/stage.js';
import { type PartSurvey, surveyCharts } from '../../bench/survey/survey.js';
import { tallyOf } from '../../bench/survey/survivors.js';
import { lineOf, renderTallies } from '../../bench/survey/told.js';
import { always, componentRef, defineNetwork, type NetworkFamily, reachable } from '../../src/index.js';

const STATES_MAX = 500;

interface Account {
  readonly paid: number;
}

/** Pays once, when it is asked, and tells so. */
const payer = setup({
  types: {} as { context: Account; events: { type: 'ASK' } | { type: 'STOP' } },
  guards: { hasMoney: ({ context }) => context.paid === 0, isAsked: () => true },
  actions: {
    pay: enqueueActions(({ enqueue }) => {
      enqueue.assign(({ context }) => ({ paid: context.paid + 1 }));
      enqueue.sendTo(componentRef('payee'), { type: 'PAID' });
    }),
    note: emit({ type: 'NOTED' }),
  },
}).createMachine({
  id: 'payer',
  context: { paid: 0 },
  on: { STOP: '.stopped' },
  initial: 'waiting',
  states: {
    waiting: { on: { ASK: { guard: 'hasMoney', target: 'stopped', actions: ['note', 'pay'] } } },
    stopped: { tags: 'rest' },
  },
});

const payee = setup({
  types: {} as { context: Account; events: { type: 'PAID' } },
  delays: { ask: 1 },
  actions: {
    ask: sendTo(componentRef('payer'), { type: 'ASK' }),
    count: assign({ paid: ({ context }) => context.paid + 1 }),
  },
}).createMachine({
  id: 'payee',
  context: { paid: 0 },
  initial: 'asking',
  states: {
    asking: { after: { ask: { target: 'asked', actions: 'ask' } } },
    asked: { on: { PAID: { target: 'paid', actions: 'count' } } },
    paid: { tags: 'rest' },
  },
});

const payment: NetworkFamily = {
  name: 'payment',
  title: 'a payment',
  parameters: {},
  faults: {},
  build: () =>
    defineNetwork({
      name: 'payment',
      components: { payer: { machine: payer }, payee: { machine: payee } },
      properties: [
        always('paid-once', (view) =>
          view.matches('payee', 'paid')
            ? view.context<Account>('payer').paid === 1 && view.context<Account>('payee').paid === 1
            : true,
        ),
        reachable('it is paid', (view) => view.matches('payee', 'paid')),
      ],
    }),
  exhaustive: [{}],
  campaign: { ranges: {}, stepsMax: 10 },
};

/** The family without what it claims: what is left is that nothing gets stuck or goes unheard. */
const unclaimed = (family: NetworkFamily): NetworkFamily => ({
  ...family,
  build: (configuration, faults) => {
    const { name, componentIds, components, channels } = family.build(configuration, faults);
    const all = componentIds.map((id, at) => [id, components[at]!] as const);
    return defineNetwork({ name, components: Object.fromEntries(all), channels, properties: [] });
  },
});

function surveyed(family: NetworkFamily): PartSurvey[] {
  return [...surveyCharts(family, stagesOf(family, STATES_MAX))];
}

const trialsOf = (parts: readonly PartSurvey[]) => parts.flatMap(({ trials }) => trials);

const survivorsOf = (parts: readonly PartSurvey[]): string[] =>
  trialsOf(parts)
    .filter(({ outcome }) => outcome.killed === undefined)
    .map(({ name }) => name);

describe('edits', () => {
  it('of a chart are all actions, transitions, guards and targets', () => {
    expect(chartEditsOf(payer).map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "payer on STOP to .stopped: without it",
        "payer on STOP to .stopped: without target",
        "payer on STOP to .stopped: to .waiting instead",
        "payer.waiting on ASK [hasMoney] to stopped: without it",
        "payer.waiting on ASK [hasMoney] to stopped: guard negated",
        "payer.waiting on ASK [hasMoney] to stopped: without guard",
        "payer.waiting on ASK [hasMoney] to stopped: without target",
        "payer.waiting on ASK [hasMoney] to stopped: to waiting instead",
        "payer.waiting on ASK [hasMoney] to stopped: without note",
        "payer.waiting on ASK [hasMoney] to stopped: pay before note",
        "payer.waiting on ASK [hasMoney] to stopped: without pay",
      ]
    `);
  });

  it('of implementations are those that no chart names, and effects of actions that have several', () => {
    expect(implementationEditsOf(payer).map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "payer guard isAsked: negated",
        "payer guard isAsked: always true",
        "payer action pay: without assign",
        "payer action pay: without sendTo",
      ]
    `);
  });

  it('of a source are its whole numbers, those of delays left out', () => {
    const text =
      'const MAX = 2;\nconst machine = setup({ delays: { wait: 1 }, guards: { isFirst: ({ at }) => at === 0 } });';
    const edits = constantEditsOf('some/file', text);
    expect(edits.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "some/file MAX: 3 for 2 in 'MAX = 2'",
        "some/file MAX: 1 for 2 in 'MAX = 2'",
        "some/file machine.guards.isFirst: 1 for 0 in '({ at }) => at === 0'",
      ]
    `);
    const [{ start, end }] = edits as [(typeof edits)[0]];
    expect(text.slice(start, end)).toBe('2');
  });

  it('have names that tell them apart', () => {
    expect(numbered([{ name: 'a' }, { name: 'b' }, { name: 'a' }])).toEqual([
      { name: 'a' },
      { name: 'b' },
      { name: 'a (2)' },
    ]);
  });
});

describe('the survey', () => {
  const parts = surveyed(payment);

  it('tells what shows each edit of a small network, and in how many steps', () => {
    const told = trialsOf(parts).map(
      ({ name, outcome: { killed } }) =>
        `${name}: ${killed === undefined ? 'survives' : `${killed.by} ${killed.steps ?? ''}`}`,
    );
    expect(told).toMatchInlineSnapshot(`
      [
        "payer.waiting on ASK [hasMoney] to stopped: without it: specified-reception 2",
        "payer.waiting on ASK [hasMoney] to stopped: guard negated: specified-reception 2",
        "payer.waiting on ASK [hasMoney] to stopped: without guard: survives",
        "payer.waiting on ASK [hasMoney] to stopped: without target: deadlock-freedom 3",
        "payer.waiting on ASK [hasMoney] to stopped: to waiting instead: deadlock-freedom 3",
        "payer.waiting on ASK [hasMoney] to stopped: without note: survives",
        "payer.waiting on ASK [hasMoney] to stopped: pay before note: survives",
        "payer.waiting on ASK [hasMoney] to stopped: without pay: deadlock-freedom 2",
        "payer guard isAsked: negated: survives",
        "payer guard isAsked: always true: survives",
        "payer action pay: without assign: paid-once 3",
        "payer action pay: without sendTo: deadlock-freedom 2",
        "payee.asking after ask to asked: without it: deadlock-freedom 1",
        "payee.asking after ask to asked: without target: specified-reception 3",
        "payee.asking after ask to asked: to asking instead: specified-reception 3",
        "payee.asking after ask to asked: to paid instead: paid-once 1",
        "payee.asking after ask to asked: without ask: deadlock-freedom 1",
        "payee.asked on PAID to paid: without it: specified-reception 3",
        "payee.asked on PAID to paid: without target: deadlock-freedom 3",
        "payee.asked on PAID to paid: to asking instead: specified-reception 5",
        "payee.asked on PAID to paid: to asked instead: deadlock-freedom 3",
        "payee.asked on PAID to paid: without count: paid-once 3",
      ]
    `);
  });

  it('counts what no configuration uses as none of the network', () => {
    expect(parts.map(lineOf)).toMatchInlineSnapshot(`
      [
        "payer of payment: 15 edits, 7 killed, 3 unused, 5 survive",
        "payee of payment: 10 edits, 10 killed, 0 unused, 0 survive",
      ]
    `);
  });

  it('finds that what claims see survives without them', () => {
    const seenByClaims = trialsOf(parts)
      .filter(({ outcome: { killed } }) => killed?.by === 'paid-once')
      .map(({ name }) => name);
    const unseen = survivorsOf(surveyed(unclaimed(payment)));
    expect(seenByClaims.filter((name) => unseen.includes(name))).toEqual([
      'payer action pay: without assign',
      'payee.asked on PAID to paid: without count',
    ]);
    // The third still shows: a message comes where nobody expects it, some steps later.
    expect(seenByClaims).toHaveLength(3);
  });

  it('looks at first states only where an edit is known to survive', () => {
    const known = new Set(trialsOf(parts).map(({ name }) => name));
    // All states of so small a network are among its first ones.
    expect([...surveyCharts(payment, stagesOf(payment, STATES_MAX), known)]).toEqual(parts);
  });

  it('is the same again', () => {
    expect(surveyed(payment)).toEqual(parts);
  });

  it('refuses a network that is not healthy by itself', () => {
    const broken: NetworkFamily = {
      ...payment,
      build: () =>
        defineNetwork({
          name: 'payment',
          components: { payer: { machine: payer }, payee: { machine: payee } },
          properties: [always('never-paid', (view) => !view.matches('payee', 'paid'))],
        }),
    };
    expect(() => stagesOf(broken, STATES_MAX)).toThrow(
      "The network 'payment' with {} is not healthy by itself.",
    );
  });
});

describe('edited sources', () => {
  const QUERY = '?edit=moe%2Fflags.js:6:7:2';
  const text = 'a = 1;1;';

  const resolved = async (url: string, parentURL: string) =>
    (await resolve(url, { parentURL } as never, (found) => ({ url: found }) as never)).url;
  const loaded = async (url: string) =>
    String((await load(url, {} as never, () => ({ source: Buffer.from(text) }) as never)).source);

  it('are loaded with all that they import of machines and properties, and nothing else', async () => {
    const parent = `file:///dist/properties/some/family.js${QUERY}`;
    expect(await resolved('file:///dist/machines/moe/flags.js', parent)).toBe(
      `file:///dist/machines/moe/flags.js${QUERY}`,
    );
    expect(await resolved('file:///dist/src/index.js', parent)).toBe('file:///dist/src/index.js');
    const healthy = 'file:///dist/machines/moe/flags.js';
    expect(await resolved(healthy, 'file:///dist/properties/some/family.js')).toBe(healthy);
  });

  it('have another number in one place of one file', async () => {
    expect(await loaded(`file:///dist/machines/moe/flags.js${QUERY}`)).toBe('a = 1;2;');
    expect(await loaded(`file:///dist/machines/moe/placement.js${QUERY}`)).toBe(text);
    expect(await loaded('file:///dist/machines/moe/flags.js')).toBe(text);
  });

  it('are those of the networks that are named', () => {
    const other: NetworkFamily = { ...payment, name: 'barter' };
    expect(networksNamed(['payment'], [other, payment])).toEqual([payment]);
    expect(networksNamed([], [other, payment])).toEqual([other, payment]);
  });
});

describe('the list of survivors', () => {
  const trials = [
    { name: 'one', outcome: { isSame: true } },
    { name: 'two', outcome: { isSame: false } },
    { name: 'three', outcome: { killed: { by: 'paid-once', configuration: {} } } },
  ];
  const parts: PartSurvey[] = [{ network: 'payment', part: 'payer', unused: 4, trials }];

  it('is complete where it has each of them with a reason', () => {
    expect(tallyOf('payment', parts, { 'Nobody hears it.': ['one'], 'open: nobody looks': ['two'] })).toEqual(
      {
        network: 'payment',
        edits: 7,
        killed: 1,
        unused: 4,
        equivalent: 1,
        open: 1,
        faults: [],
      },
    );
  });

  it('fails by what it does not have, and by what it has and is seen or gone', () => {
    const tally = tallyOf('payment', parts, { 'Nobody hears it.': ['one', 'three', 'four'] });
    expect(renderTallies([tally])).toMatchInlineSnapshot(`
      "┌─────────┬───────┬────────┬────────┬────────────┬──────┐
      │ network │ edits │ killed │ unused │ equivalent │ open │
      │ payment │     7 │      1 │      4 │          1 │    0 │
      └─────────┴───────┴────────┴────────┴────────────┴──────┘
      no claim of payment sees 'two'; state one that does, or list why it is no defect.
      'three' of payment is listed as a survivor, and paid-once sees it; take it off the list.
      'four' of payment is listed as a survivor, and there is no such edit; take it off the list."
    `);
  });
});
