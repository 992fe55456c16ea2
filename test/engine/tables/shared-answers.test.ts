// Goal: networks that share answers are found to be what they are without, and a machine that answers otherwise in another network is refused. Method:
// families of the catalogue, and small ones in which one machine stands for different things in two networks, explored with shared answers and
// without, the whole result compared; and machines that count how often they are asked.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, enqueueActions, sendTo, setup } from 'xstate';
import { AnswerSharing, SharedAnswers } from '../../../src/engine/tables/shared-answers.js';
import {
  campaign,
  CheckError,
  componentRef,
  type Configuration,
  configurationOf,
  defineNetwork,
  explore,
  monitor,
  type Network,
  type NetworkFamily,
  swarm,
} from '../../../src/index.js';
import { catalogue } from '../../../properties/catalogue.js';
import { mailbox } from '../../support/mail.js';

/** All that is found, without what time and memory decide. */
const found = (network: Network) =>
  JSON.parse(
    JSON.stringify(explore(network, { afterViolation: 'continue' }), (key, value: unknown) =>
      /seconds|bytes|memory/i.test(key) ? undefined : value,
    ),
  ) as unknown;

/** Networks one after the other, with shared answers, and each by itself. */
function compared(networks: readonly Network[]): SharedAnswers {
  const shared = new SharedAnswers();
  for (const network of networks) expect(found(shared.sharedWith(network))).toEqual(found(network));
  return shared;
}

const familyOf = (build: NetworkFamily['build'], least = 1, most = 4): NetworkFamily => ({
  name: 'family',
  title: 'a family',
  parameters: { n: { kind: 'integer', min: least, max: most, default: least, description: 'a number' } },
  faults: {},
  build,
  exhaustive: [{}],
  campaign: { ranges: { n: { min: least, max: most } }, stepsMax: 20 },
});

describe('with shared answers', () => {
  it.each([
    [
      'ub-path',
      [
        { messages: 2, slots: 1 },
        { messages: 2, slots: 2, flaps: 1 },
        { messages: 2, slots: 1 },
      ],
    ],
    ['kv-transfer', [{ requests: 1, direction: 'push' }, { requests: 1 }]],
    [
      'graph-launch',
      [
        { dies: 1, iterations: 2 },
        { dies: 2, iterations: 1 },
      ],
    ],
    [
      'dispatch-combine',
      [
        { tokens: 1, layers: 1 },
        { tokens: 1, layers: 1, flags: 'sense' },
      ],
    ],
  ])('%s is found to be what it is', (name, configurations: readonly Configuration[]) => {
    const family = catalogue.families.find((each) => each.name === name)!;
    const [fault] = Object.keys(family.faults);
    const faulty = configurationOf(family, family.faults[fault!]!.configuration ?? {}, new Set([fault!]));
    const networks = configurations.map((given) => family.build(configurationOf(family, given), new Set()));
    const shared = compared([...networks, family.build(faulty, new Set([fault!]))]);
    expect(shared.count).toBeGreaterThan(50);
  });

  it('a machine is asked once for all networks', () => {
    let calls = 0;
    const machine = setup({
      guards: { isLow: ({ context }) => ++calls > 0 && context.n < 40 },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: { n: 0 },
      on: {
        GO: { guard: 'isLow', actions: assign({ n: ({ context }) => (context as { n: number }).n + 1 }) },
      },
    });
    const build = () =>
      defineNetwork({ name: 'one', components: { it: { machine, stimuli: [{ type: 'GO' }] } } });
    const asked = (networks: readonly Network[]) => {
      calls = 0;
      for (const network of networks) explore(network);
      return calls;
    };
    // The first search of a process looks at a machine more closely.
    asked([build()]);
    const apart = asked([build(), build(), build(), build()]);
    const shared = new SharedAnswers();
    expect(asked([build(), build(), build(), build()].map((each) => shared.sharedWith(each)))).toBeLessThan(
      0.6 * apart,
    );
  });

  it('what was used of a chart is told of the network in which it was used', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: 'b', LEAP: 'c' } }, b: {}, c: {} },
    });
    const networkOf = (...types: string[]) =>
      defineNetwork({
        name: 'one',
        components: { it: { machine, stimuli: types.map((type) => ({ type })) } },
      });
    const shared = new SharedAnswers();
    const visited = [networkOf('GO', 'LEAP'), networkOf('GO'), networkOf('LEAP')].map(
      (network) => explore(shared.sharedWith(network)).coverage.machines[0]!.states.visited,
    );
    expect(visited).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
      ['a', 'c'],
    ]);
  });

  it('a name that stands for a component in one network, and for none in another, is asked for in each', () => {
    const machine = setup({ types: { context: {} as { hasPeer: boolean } } }).createMachine({
      id: 'm',
      context: { hasPeer: false },
      on: { LOOK: { actions: assign({ hasPeer: ({ system }) => system.get('peer') !== undefined }) } },
    });
    const looking = { machine, stimuli: [{ type: 'LOOK' }] };
    const contexts = [
      defineNetwork({ name: 'alone', components: { it: looking } }),
      defineNetwork({ name: 'two', components: { it: looking, peer: mailbox('HELLO') } }),
    ];
    compared([...contexts, ...contexts]);
  });

  it('what a network does not ignore is refused in it, though another one ignores it', () => {
    const machine = setup({ actions: { note: () => undefined } }).createMachine({
      id: 'm',
      on: { GO: { actions: 'note' } },
    });
    const networkOf = (ignoredActions: readonly string[]) =>
      defineNetwork({
        name: 'one',
        components: { it: { machine, stimuli: [{ type: 'GO' }], ignoredActions } },
      });
    const shared = new SharedAnswers();
    expect(() => explore(networkOf([]))).toThrow(CheckError);
    // The second time what the first answered is asked again, and no more after that.
    for (let time = 0; time < 2; time++) explore(shared.sharedWith(networkOf(['note'])));
    expect(() => explore(shared.sharedWith(networkOf([])))).toThrow(CheckError);
  });

  it('a component that restarts begins with the input that it had', () => {
    const machine = createMachine({
      id: 'm',
      context: ({ input }: { input: unknown }) => ({ input }),
    } as never);
    const networkOf = (restarts: boolean) =>
      defineNetwork({
        name: 'one',
        components: { it: { machine, inputs: [1, 2], crashes: { atMost: 1, restarts } } },
      });
    compared([networkOf(false), networkOf(true), networkOf(false)]);
  });

  it('a machine that knows the name of its component is asked for each', () => {
    const machine = createMachine({
      id: 'm',
      context: { name: '' },
      on: { GO: { actions: assign({ name: ({ self }) => self.id }) } },
    });
    const networkOf = (id: string) =>
      defineNetwork({ name: 'one', components: { [id]: { machine, stimuli: [{ type: 'GO' }] } } });
    compared([networkOf('one'), networkOf('other')]);
  });

  it('a name of its own stands for the component that each network has for it', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { on: { GO: { target: 'b', actions: sendTo(componentRef('next'), { type: 'HELLO' }) } } },
        b: {},
      },
    });
    const networkOf = (next: string) =>
      defineNetwork({
        name: 'two',
        components: {
          it: { machine, stimuli: [{ type: 'GO' }], aliases: { next } },
          one: mailbox('HELLO'),
          other: mailbox('HELLO'),
        },
      });
    compared([networkOf('one'), networkOf('other'), networkOf('one')]);
  });

  it('a monitor that only passes through a violation sees it in each network', () => {
    const machine = createMachine({
      id: 'm',
      tags: 'rest',
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: {} },
    });
    const passing = createMachine({
      id: 'passing',
      initial: 'fine',
      states: { fine: { on: { step: 'bad' } }, bad: { tags: 'violation', always: 'fine' } },
    });
    const networkOf = () =>
      defineNetwork({
        name: 'one',
        components: { it: { machine, stimuli: [{ type: 'GO' }] } },
        properties: [monitor('never-bad', passing)],
      });
    const shared = compared([networkOf(), networkOf()]);
    expect(explore(shared.sharedWith(networkOf())).violations).toMatchObject([{ property: 'never-bad' }]);
  });

  it('answers are forgotten where there are too many', () => {
    const { families } = catalogue;
    const original = families.find(({ name }) => name === 'ub-path')!;
    const given = configurationOf(original, { messages: 2, slots: 1 });
    const answers = new AnswerSharing(1);
    const next = () => answers.sharing(original.build(given, new Set()));
    const [one, other] = [next(), next()];
    expect(SharedAnswers.of(other)).toBe(SharedAnswers.of(one));
    expect(found(one)).toEqual(found(original.build(given, new Set())));
    expect(SharedAnswers.of(next())).not.toBe(SharedAnswers.of(one));
  });
});

describe('a campaign, whose networks share answers', () => {
  it('refuses a machine that goes by what its family has set', () => {
    let limit = 0;
    const machine = setup({ guards: { isLow: ({ context }) => context.n < limit } }).createMachine({
      id: 'm',
      tags: 'rest',
      context: { n: 0 },
      on: {
        GO: { guard: 'isLow', actions: assign({ n: ({ context }) => (context as { n: number }).n + 1 }) },
      },
    });
    const family = familyOf(({ n }) => {
      limit = Number(n);
      return defineNetwork({ name: 'one', components: { it: { machine, stimuli: [{ type: 'GO' }] } } });
    }, 0);
    const run = () => campaign(family, { seed: 1, runs: 50 });
    expect(run).toThrow(CheckError);
    expect(run).toThrow(
      /^The component 'it' \(machine 'm'\) is not a function of its context and event: on GO it gave «.*» in one network and «.*» in another one of its family\. Guards/,
    );
  });

  it.each([
    [
      'campaign',
      (family: NetworkFamily) =>
        campaign(family, { seed: 1, runs: 5, faults: Object.keys(family.faults) }).violation?.network,
    ],
    ['swarm', (family: NetworkFamily) => swarm(family, { seed: 1, runs: 20 }).faults[0]?.example?.network],
  ])('%s gives networks back that share nothing', (_, networkFrom) => {
    const ubPath = catalogue.families.find(({ name }) => name === 'ub-path')!;
    const [fault] = Object.keys(ubPath.faults);
    const faulty: NetworkFamily = { ...ubPath, faults: { [fault!]: ubPath.faults[fault!]! } };
    const network = networkFrom(faulty);
    expect(network).toBeDefined();
    expect(SharedAnswers.of(network!)).toBeUndefined();
  });
});

it('what a component has answered that is alone in one network is not taken for what all answer in another', () => {
  // The first question of its kind is asked again in any case: there it does not ask who it is.
  const machine = setup({
    types: {} as { context: { n: number }; events: { type: 'GO' }; emitted: { type: 'TOLD'; by: string } },
    guards: { isNotOver: ({ context }) => context.n < 2 },
    actions: {
      tell: enqueueActions(({ context, self, enqueue }) => {
        if (context.n > 0) enqueue.emit({ type: 'TOLD', by: self.id });
      }),
      count: assign({ n: ({ context }) => context.n + 1 }),
    },
  }).createMachine({
    id: 'node',
    tags: 'rest',
    context: { n: 0 },
    on: { GO: { guard: 'isNotOver', actions: ['tell', 'count'] } },
  });
  const network = (ids: readonly string[]) =>
    defineNetwork({
      name: 'nodes',
      components: Object.fromEntries(
        ids.map((id) => [id, { machine, aliases: {}, stimuli: [{ type: 'GO' as const }] }]),
      ),
      channels: { default: { kind: 'sync' } },
    });
  const shared = new SharedAnswers();
  expect(explore(shared.sharedWith(network(['a']))).verdict).toBe('holds');
  expect(() => explore(shared.sharedWith(network(['a', 'b'])))).toThrow(
    "The component 'a' (machine 'node') on GO in state {} asks who it is",
  );
});
