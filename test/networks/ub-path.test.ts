/**
 * Ring buffers over Unified Bus paths. Without faults everything holds, with exact counts so that a change of the model is noticed.
 * Each property that no fault violates is violated by a changed chart or channel; what the contract of a path says beyond them is
 * asked of the chart itself.
 */
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, enqueueActions } from 'xstate';
import { ringBuffer } from '../../machines/interconnect/ring-buffer.js';
import { ringReceiver } from '../../machines/interconnect/ring-receiver.js';
import { ringSender } from '../../machines/interconnect/ring-sender.js';
import { pathClass, ubPath, type UbPathInput } from '../../machines/interconnect/ub-path.js';
import { senderDie } from '../../machines/networks/ub-path/wiring.js';
import { ubPaths } from '../../properties/ub-path/family.js';
import {
  type ChannelFunction,
  type ChannelSpec,
  type Configuration,
  componentRef,
  configurationOf,
  defineNetwork,
  explore,
  type Network,
  replay,
} from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { inThread } from '../support/in-thread.js';
import { mailbox } from '../support/mail.js';
import { type Chart, mutantOf, withMachine } from '../support/mutant.js';
import { sharingFamily } from '../support/sharing.js';
import { Run } from '../support/run.js';

const networkWith = (given: Configuration, family = ubPaths) =>
  family.build(configurationOf(family, given), new Set());

describe('ub-path without faults', () => {
  it.each([
    [
      { messages: 3, slots: 2, credits: 1, flaps: 2 },
      { states: 9_212, steps: 31_682, depth: 46, terminal: 1 },
    ],
    [
      { messages: 3, slots: 2, transfer: 'pull' },
      { states: 4_368, steps: 16_112, depth: 37, terminal: 1 },
    ],
    [
      { senders: 2, messages: 2, slots: 1, flaps: 0 },
      { states: 4_974, steps: 17_274, depth: 45, terminal: 2 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('uses up all credits of a path', () => {
    const { properties } = explore(networkWith({ messages: 2, slots: 2, credits: 1, flaps: 0 }));
    expect(properties).toContainEqual(
      expect.objectContaining({ name: 'credits-conserved', margin: 0, hardCase: 'met' }),
    );
  });

  it('places senders as far away as it says', () => {
    for (const placement of ['on-package', 'in-node', 'cross-node'] as const) {
      for (const sender of [0, 1]) expect(pathClass(senderDie(placement, sender), 0)).toBe(placement);
    }
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await inThread('runCampaign', ubPaths.name, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it.each([
    { messages: 2, slots: 1, credits: 1, flaps: 1 },
    { senders: 2, messages: 1, slots: 1, transfer: 'pull', placement: 'on-package', flaps: 0 },
  ])('is seen alike by tables, by plain search and by walks: %j', (given) => {
    expectAgreement(networkWith(given));
  });
});

describe('what is not ordered', () => {
  it('operations of two paths arrive in any order, whichever was issued first', () => {
    const network = networkWith({ senders: 2, messages: 1, slots: 1, flaps: 0 });
    const issue = (at: number) => [
      `sender.${at} ⏱ produce in producing`,
      `sender.${at} ⇒ path.${16 * (at + 1)}: POST {writer: 'sender.${at}'}`,
    ];
    const arrive = (at: number) =>
      `sender.${at} ⇒ ring.${at} (data): WRITE {message: 0, slot: 0, writer: 'sender.${at}'}`;
    const run = new Run(network).take(...issue(0), ...issue(1));
    expect(run.enabled()).toEqual(expect.arrayContaining([arrive(0), arrive(1)]));
    run.take(arrive(1));
    expect(run.view.context('ring.0')).toEqual({ slots: [null] });
    expect(run.view.context('ring.1')).toEqual({ slots: [0] });
  });
});

describe('a path alone', () => {
  const POST = "environment ⇒ path: POST {writer: 'writer'}";
  const [CREDIT, LINK_DOWN, HALT] = ['CREDIT', 'LINK_DOWN', 'HALT'].map(
    (type) => `environment ⇒ path: ${type}`,
  ) as [string, string, string];
  const [DETECT, RETRAIN] = ['path ⏱ detect in down', 'path ⏱ retrain in retraining'];

  /** The environment posts, gives credits back, cuts the link and fails the die, whenever the path would take that. */
  const pathWith = (input: UbPathInput) => {
    const stimuli = [
      { type: 'POST', writer: 'writer' },
      { type: 'CREDIT' },
      { type: 'LINK_DOWN' },
      { type: 'HALT' },
    ];
    return new Run(
      defineNetwork({
        name: 'a path alone',
        components: { path: { machine: ubPath, input, stimuli }, writer: mailbox('ISSUE') },
        channels: { default: { kind: 'sync' } },
      }),
    );
  };

  it('issues as long as a credit is free', () => {
    const run = pathWith({ credits: 2, flaps: 0 });
    expect(run.take(POST, POST).enabled()).toEqual([CREDIT, HALT]);
    expect(run.view.matches('writer', 'ISSUE')).toBe(true);
    expect(run.take(CREDIT).enabled()).toEqual([POST, CREDIT, HALT]);
  });

  it('counts nothing without a limit', () => {
    const run = pathWith({ credits: 0, flaps: 0 });
    const before = run.view.context('path');
    expect(run.take(POST, POST, POST).view.context('path')).toEqual(before);
    expect(run.enabled()).toEqual([POST, CREDIT, HALT]);
  });

  it('issues nothing while its link is down and retrained, but takes credits back', () => {
    const run = pathWith({ credits: 1, flaps: 1 }).take(POST, LINK_DOWN);
    expect(run.enabled()).toEqual([DETECT, CREDIT, HALT]);
    expect(run.take(CREDIT, DETECT).enabled()).toEqual([RETRAIN, CREDIT, HALT]);
    expect(run.take(RETRAIN).enabled()).toEqual([POST, CREDIT, HALT]);
  });

  it.each([[[]], [[LINK_DOWN]], [[LINK_DOWN, DETECT]]])(
    'swallows everything once its die has failed, after %j',
    (before) => {
      const run = pathWith({ credits: 1, flaps: 2 }).take(...(before as string[]), HALT);
      const halted = run.view.context('path');
      expect(run.take(POST).view.context('path')).toEqual(halted);
      expect(run.view.hasTag('path', 'rest')).toBe(true);
      expect(run.view.matches('writer', 'none')).toBe(true);
    },
  );
});

const changed = (machine: AnyStateMachine, change: (chart: Chart) => void) => (network: Network) =>
  withMachine(network, machine, mutantOf(machine, change));

/** The network with one kind of message on a changed channel. */
const rechanneled =
  (type: string, change: Partial<ChannelSpec>) =>
  (network: Network): Network => {
    const { name, componentIds, components, properties } = network;
    const before = network.channels as ChannelFunction;
    const channels: ChannelFunction = (from, to, event) =>
      event.type === type ? { ...before(from, to, event), ...change } : before(from, to, event);
    const byId = Object.fromEntries(componentIds.map((id, index) => [id, components[index]!]));
    return defineNetwork({ name, components: byId, channels, properties });
  };

/** The network with another input of its paths. */
const withPathInput =
  (change: Partial<UbPathInput>) =>
  (network: Network): Network => {
    const { name, componentIds, components, channels, properties } = network;
    const byId = componentIds.map((id, index) => {
      const spec = components[index]!;
      const isPath = spec.machine === ubPath;
      return [id, isPath ? { ...spec, input: { ...(spec.input as UbPathInput), ...change } } : spec] as const;
    });
    return defineNetwork({ name, components: Object.fromEntries(byId), channels, properties });
  };

/** The network with another machine in the place of one. */
const replaced = (machine: AnyStateMachine, by: AnyStateMachine) => (network: Network) =>
  withMachine(network, machine, by);

/** By claim; the last of each keeps what is told, and drops what it is told of. */
const mutants = [
  {
    name: 'a sender that adds to the tail before it posts the data',
    property: 'tail-implies-data',
    mutate: changed(ringSender, ({ on, states }) => {
      states.producing!.after = { produce: { target: 'sent', actions: ['postTail', 'postWrite'] } };
      on!.WRITTEN = { actions: 'returnCredit' };
    }),
  },
  {
    name: 'a fabric on which writes overtake each other',
    property: 'tail-implies-data',
    mutate: rechanneled('WRITE', { kind: 'bag' }),
  },
  {
    name: 'a fabric that adds to the tail twice',
    property: 'tail-implies-data',
    mutate: rechanneled('ADD_TAIL', { duplicating: true }),
  },
  {
    name: 'a ring that tells of a message, and does not keep it',
    property: 'tail-implies-data',
    mutate: replaced(
      ringBuffer,
      ringBuffer.provide({
        actions: {
          store: enqueueActions(({ event, enqueue }) => {
            if (event.type !== 'WRITE') return;
            enqueue.emit({ type: 'STORED', slot: event.slot, over: null });
            enqueue.sendTo(componentRef(event.writer), { type: 'WRITTEN' });
          }),
        },
      }),
    ),
  },
  {
    name: 'a sender that does not look whether the ring is full',
    property: 'no-overwrite',
    mutate: changed(ringSender, ({ states }) => {
      states.sent!.always = [{ guard: 'isAllSent', target: 'draining' }, { target: 'producing' }];
    }),
  },
  {
    name: 'a receiver that gives a slot back twice',
    property: 'no-overwrite',
    given: { messages: 3, slots: 1, credits: 2, flaps: 0 },
    mutate: changed(ringReceiver, ({ states }) => {
      states.copied!.entry = ['returnHead', 'returnHead'];
    }),
  },
  {
    name: 'a link layer that repeats a write which has arrived',
    property: 'no-overwrite',
    mutate: rechanneled('WRITE', { duplicating: true }),
  },
  {
    name: 'a sender that writes every message into the same slot',
    property: 'no-overwrite',
    mutate: replaced(
      ringSender,
      ringSender.provide({
        actions: {
          postWrite: enqueueActions(({ context, enqueue }) => {
            const { self, sent, ring, posted, path } = context;
            enqueue.sendTo(componentRef(path), { type: 'POST', writer: self });
            const message = { type: 'WRITE', slot: 0, message: sent, writer: self } as const;
            enqueue.assign({ sent: sent + 1, posted: [...posted, { to: ring, message }] });
          }),
        },
      }),
    ),
  },
  {
    name: 'a ring that tells that a message is read, and keeps it',
    property: 'no-overwrite',
    mutate: replaced(
      ringBuffer,
      ringBuffer.provide({
        actions: {
          load: enqueueActions(({ context, event, enqueue }) => {
            if (event.type !== 'READ') return;
            const message = context.slots[event.slot]!;
            enqueue.emit({ type: 'READ', slot: event.slot, found: message });
            enqueue.sendTo(componentRef(event.reader), { type: 'DATA', message });
          }),
        },
      }),
    ),
  },
  {
    name: 'a receiver that takes what it copies twice',
    property: 'delivered-in-order-once',
    mutate: changed(ringReceiver, ({ states }) => {
      states.reading!.on = { DATA: { target: 'copied', actions: ['deliver', 'deliver'] } };
    }),
  },
  {
    name: 'a sender that leaves a message out',
    property: 'delivered-in-order-once',
    mutate: replaced(
      ringSender,
      ringSender.provide({
        guards: {
          isAllSent: ({ context }) => context.sent === context.messages - 1,
          isAllReturned: ({ context }) => context.head === context.messages - 1,
        },
      }),
    ),
  },
  {
    name: 'a receiver that takes the messages of a sender in the reverse order',
    property: 'delivered-in-order-once',
    mutate: replaced(
      ringReceiver,
      ringReceiver.provide({
        actions: {
          deliver: assign({
            delivered: ({ context, event }) =>
              event.type === 'DATA' ? [[event.message, ...context.delivered[0]!]] : context.delivered,
          }),
        },
      }),
    ),
  },
  {
    name: 'a receiver that gives the slot back, and drops what was in it',
    property: 'delivered-in-order-once',
    mutate: replaced(
      ringReceiver,
      ringReceiver.provide({
        actions: {
          deliver: assign({
            delivered: ({ context }) => [[...context.delivered[0]!, null]],
          }),
        },
      }),
    ),
  },
  {
    name: 'a link layer that loses a write',
    property: 'credits-conserved',
    mutate: rechanneled('WRITE', { lossy: true }),
  },
  {
    name: 'a sender that gives two credits back for a write',
    property: 'credits-conserved',
    mutate: changed(ringSender, ({ on }) => {
      on!.WRITTEN = { actions: ['returnCredit', 'returnCredit', 'postTail'] };
    }),
  },
  {
    name: 'a path that issues without a credit',
    property: 'credits-conserved',
    mutate: changed(ubPath, ({ states }) => {
      states.up!.on!.POST = { actions: 'issue' };
    }),
  },
  {
    name: 'a path that is told of credits, and loses them',
    property: 'credits-conserved',
    mutate: changed(ubPath, ({ on }) => {
      on!.CREDIT = {};
    }),
  },
  {
    name: 'a path with one credit more than its die has',
    property: 'under-way-within-credits',
    mutate: withPathInput({ credits: 3 }),
  },
  {
    name: 'a path that counts its last credit twice',
    property: 'under-way-within-credits',
    mutate: replaced(
      ubPath,
      ubPath.provide({ guards: { hasCredit: ({ context }) => context.credits >= 0 } }),
    ),
  },
  {
    name: 'a path without a limit',
    property: 'under-way-within-credits',
    mutate: withPathInput({ credits: 0 }),
  },
  {
    name: 'a path that takes a credit only of its books',
    property: 'under-way-within-credits',
    mutate: replaced(ubPath, ubPath.provide({ actions: { takeCredit: assign({}) } })),
  },
  {
    name: 'a path that issues while its link is down',
    property: 'none-issued-while-down',
    mutate: changed(ubPath, ({ states }) => {
      states.down!.on = { POST: states.up!.on!.POST };
    }),
  },
  {
    name: 'a path that issues while its link is brought up again',
    property: 'none-issued-while-down',
    mutate: changed(ubPath, ({ states }) => {
      states.retraining!.on = { POST: states.up!.on!.POST };
    }),
  },
  {
    name: 'a path that issues what is under way once more when its link goes down',
    property: 'none-issued-while-down',
    mutate: changed(ubPath, ({ states }) => {
      states.down!.on = { POST: { target: 'retraining', actions: 'issue' } };
    }),
  },
  {
    name: 'a path that tells that its link is down, and goes on',
    property: 'none-issued-while-down',
    mutate: changed(ubPath, ({ states }) => {
      states.up!.on!.LINK_DOWN = { guard: 'hasFlap', actions: ['countFlap', 'tellDown'] };
    }),
  },
  {
    name: 'a path that is up again without having been retrained',
    property: 'up-after-retraining',
    mutate: changed(ubPath, ({ states }) => {
      states.down!.after = { detect: 'up' };
    }),
  },
  {
    name: 'a path that tells that its link is up when it finds that it is down, and issues meanwhile',
    property: 'up-after-retraining',
    mutate: changed(ubPath, ({ states }) => {
      states.down!.after = { detect: { target: 'retraining', actions: 'tellUp' } };
      states.retraining!.on = { POST: states.up!.on!.POST };
    }),
  },
  {
    name: 'a path whose link stays trained while it is down',
    property: 'up-after-retraining',
    mutate: replaced(ubPath, ubPath.provide({ actions: { loseTraining: assign({}) } })),
  },
  {
    name: 'a path that does not tell that its link goes down',
    property: 'up-after-retraining',
    mutate: changed(ubPath, ({ states }) => {
      states.up!.exit = 'loseTraining';
    }),
  },
  {
    name: 'a sender that has one message more than it was given',
    property: 'delivered-in-order-once',
    mutate: replaced(
      ringSender,
      ringSender.provide({ guards: { isAllSent: ({ context }) => context.sent > context.messages } }),
    ),
  },
  {
    name: 'a path that tells that its link is up, and has trained nothing',
    property: 'up-after-retraining',
    mutate: replaced(ubPath, ubPath.provide({ actions: { train: assign({}) } })),
  },
  {
    name: 'a path that forgets a credit with each flap',
    property: 'as-at-the-start',
    mutate: changed(ubPath, ({ states }) => {
      states.retraining!.after = { retrain: { target: 'up', actions: ['tellUp', 'takeCredit'] } };
    }),
  },
  {
    name: 'a sender that writes one message more when it has settled',
    property: 'as-at-the-start',
    mutate: changed(ringSender, ({ states, on }) => {
      states.settled!.entry = 'postWrite';
      on!.WRITTEN = [{ guard: 'isAllReturned', actions: 'returnCredit' }, ...(on!.WRITTEN as object[])];
    }),
  },
  {
    name: 'a receiver that gives the last slot back twice',
    property: 'as-at-the-start',
    given: { messages: 1, slots: 1, credits: 2, flaps: 0 },
    mutate: changed(ringReceiver, ({ states }) => {
      states.copied!.entry = ['returnHead', 'returnHead'];
    }),
  },
  {
    name: 'a receiver that is told of completions, and gives no credit back',
    property: 'as-at-the-start',
    given: { messages: 1, slots: 1, credits: 3, flaps: 0 },
    mutate: changed(ringReceiver, ({ on }) => {
      on!.ADDED = {};
    }),
  },
  {
    name: 'a link whose end does not notice that it is down',
    property: 'comes-up-again of path.16',
    given: { messages: 1, slots: 1, credits: 1, flaps: 1 },
    mutate: changed(ubPath, ({ states }) => {
      delete states.down!.after;
    }),
  },
  {
    name: 'a link that is found down, again and again, and is not retrained',
    property: 'comes-up-again of path.16',
    given: { messages: 1, slots: 1, credits: 1, flaps: 1 },
    mutate: changed(ubPath, ({ states }) => {
      states.down!.after = { detect: 'found' };
      states.found = { after: { detect: 'down' } };
    }),
  },
  {
    name: 'a link that is taken out of use when it has gone down',
    property: 'comes-up-again of path.16',
    given: { messages: 1, slots: 1, credits: 1, flaps: 1 },
    mutate: changed(ubPath, ({ states }) => {
      states.retraining!.after = { retrain: 'halted' };
    }),
  },
  {
    name: 'a path that issues nothing',
    property: 'settles of sender.0',
    given: { messages: 1, slots: 1, credits: 1, flaps: 0 },
    mutate: (network: Network) =>
      withMachine(network, ubPath, ubPath.provide({ guards: { hasCredit: () => false } })),
  },
  {
    name: 'a receiver that gives no slot back',
    property: 'settles of sender.0',
    given: { messages: 1, slots: 1, credits: 1, flaps: 0 },
    mutate: changed(ringReceiver, ({ states }) => {
      delete states.copied!.entry;
    }),
  },
  {
    name: 'a sender that goes on looking whether everything is read',
    property: 'settles of sender.0',
    given: { messages: 1, slots: 1, credits: 1, flaps: 0 },
    mutate: changed(ringSender, ({ states }) => {
      states.draining = { after: { produce: 'looking' } };
      states.looking = { after: { produce: 'draining' } };
    }),
  },
  {
    name: 'a path that loses what is posted while its link is down',
    property: 'deadlock-freedom',
    mutate: changed(ubPath, ({ states }) => {
      states.down!.on = { POST: {} };
    }),
  },
  {
    name: 'a link that is never retrained',
    property: 'deadlock-freedom',
    mutate: changed(ubPath, ({ states }) => {
      delete states.retraining!.after;
    }),
  },
  {
    name: 'a receiver that expects no completion of its additions',
    property: 'specified-reception',
    mutate: changed(ringReceiver, ({ on }) => {
      delete on!.ADDED;
    }),
  },
];

it('a link that is retrained again and again, and is never up, does not meet what retraining is for', () => {
  const endless = changed(ubPath, ({ states }) => {
    states.retraining!.after = { retrain: 'down' };
  });
  const network = endless(networkWith({ messages: 1, slots: 1, credits: 1, flaps: 1 }));
  const { properties } = explore(network, { afterViolation: 'continue' });
  const unmet = properties.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name);
  expect(unmet).toEqual([
    'no-stuck-component',
    'settles of sender.0',
    'comes-up-again of path.16',
    'comes-up-again of path.0',
    'every-component-can-rest',
    'a link that went down is up again',
  ]);
});

/** Charts in which the other side moves the data, or nobody, or both; whatever becomes of it, the messages arrive. */
const mixed = [
  {
    name: 'senders that write over the Unified Bus though the receiver pulls',
    given: { transfer: 'pull' },
    machine: ringSender,
    by: ringSender.provide({ guards: { ownsRing: () => false } }),
  },
  {
    name: 'a receiver that pulls what senders have written to it',
    given: { transfer: 'push' },
    machine: ringReceiver,
    by: ringReceiver.provide({ guards: { pulls: () => true } }),
  },
  {
    name: 'senders that write into their own memory, from where nobody pulls',
    given: { transfer: 'push' },
    machine: ringSender,
    by: ringSender.provide({ guards: { ownsRing: () => true } }),
  },
  {
    name: 'a receiver that copies out of its own memory what lies in that of the senders',
    given: { transfer: 'pull' },
    machine: ringReceiver,
    by: ringReceiver.provide({ guards: { pulls: () => false } }),
  },
];

describe('mutants of ub-path that mix push and pull', () => {
  it.each(mixed)('$name: caught by moved-by-one-side, and by nothing else', ({ given, machine, by }) => {
    // Paths that count nothing: who moves data in the other way gives too many credits back, or too few.
    const healthy = networkWith(
      { messages: 2, slots: 1, credits: 0, flaps: 0, ...given },
      sharingFamily(ubPaths),
    );
    const network = withMachine(healthy, machine, by);
    const { violations } = explore(network, { afterViolation: 'continue' });
    expect(violations.map(({ property }) => property)).toEqual(['moved-by-one-side']);
    expect(replay(network, violations[0]!)).toMatchObject({ isViolated: true });
  });
});

describe('mutants of ub-path', () => {
  it.each(mutants)('$name: caught by $property', ({ property, given, mutate }) => {
    const network = mutate(
      networkWith(given ?? { messages: 3, slots: 2, credits: 2, flaps: 1 }, sharingFamily(ubPaths)),
    );
    const violation = explore(network, { until: property, statesMax: 50_000 }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});

it('one-count-for-all shows where a receiver has two rings of several slots, and not of one', () => {
  const fault = new Set(['one-count-for-all']);
  const ofTwo = ubPaths.exhaustive.filter(({ senders }) => senders === 2);
  const violated = ofTwo.filter(
    (given) =>
      explore(ubPaths.build(configurationOf(ubPaths, given), fault), { until: 'tail-implies-data' })
        .verdict === 'violated',
  );
  expect(violated).toEqual([{ senders: 2, messages: 2, slots: 2, credits: 1, flaps: 0 }]);
});
