/**
 * Goal: what a chart can see of references to components is what it sees in a live system: two to one component are one object, that to itself
 * among them, and there is none to a name that nobody has.
 * Method: a chart notes in its context what it sees, and `always` claims that it sees something else; the same chart as live actors.
 */
import { describe, expect, it } from 'vitest';
import { assign, createActor, createMachine, enqueueActions, sendTo, setup } from 'xstate';
import { always, defineNetwork, explore } from '../../src/index.js';

type Get = (id: string) => unknown;
type Named = { readonly systemId: string };
const writtenKeys = (actor: unknown) =>
  Object.keys(JSON.parse(JSON.stringify(actor)) as object)
    .sort()
    .join(', ');
type See = (get: Get, self: unknown) => unknown;

const other = createMachine({ id: 'other', tags: 'rest', on: { X: {} } });

function seeing(see: See) {
  return setup({
    types: { context: {} as { seen: unknown } },
    actions: { look: assign({ seen: ({ system, self }) => see((id) => system.get(id), self) }) },
  }).createMachine({ id: 'm', tags: 'rest', context: { seen: null }, on: { GO: { actions: 'look' } } });
}

/** What the chart sees as an actor beside another one. */
function seenLive(see: See): unknown {
  const root = createActor(createMachine({}));
  const actorOf = (machine: unknown, systemId: string) =>
    createActor(machine as typeof other, { systemId, parent: root } as never).start();
  actorOf(other, 'other');
  const actor = actorOf(seeing(see), 'm');
  actor.send({ type: 'GO' });
  return (actor.getSnapshot().context as { seen: unknown }).seen;
}

function seenInNetwork(see: See): unknown {
  let seen: unknown;
  const network = defineNetwork({
    name: 'references',
    components: { m: { machine: seeing(see), stimuli: [{ type: 'GO' }] }, other: { machine: other } },
    properties: [
      always('sees', (view) => {
        seen = view.context<{ seen: unknown }>('m').seen ?? seen;
        return true;
      }),
    ],
  });
  expect(explore(network).verdict).toBe('holds');
  return seen;
}

describe('a chart sees of references', () => {
  it.each<[string, See, boolean]>([
    ['that two to another component are one', (get) => get('other') === get('other'), true],
    ['that the one by its own id is `self`', (get, self) => get('m') === self, true],
    ['that another component is not `self`', (get, self) => get('other') === self, false],
    ['that there is none to a name that nobody has', (get) => get('nobody') === undefined, true],
    ['that there is one to a name that somebody has', (get) => get('other') === undefined, false],
    ['by which name it is found', (get) => (get('other') as Named).systemId === 'other', true],
    ['by which name it is found itself', (_, self) => (self as Named).systemId === 'm', true],
    ['what it is written down as', (get) => writtenKeys(get('other')) === 'id, xstate$$type', true],
    ['what it is written down as itself', (_, self) => writtenKeys(self) === 'id, xstate$$type', true],
  ])('%s', (_, see, expected) => {
    expect(seenLive(see)).toBe(expected);
    expect(seenInNetwork(see)).toBe(expected);
  });
});

it('so that it can leave out itself as it sends to all, or take itself where there is nobody else', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: {
      a: {
        tags: 'rest',
        on: {
          GO: {
            target: 'b',
            actions: enqueueActions(({ enqueue, system, self }) => {
              for (const id of ['m', 'other']) {
                const to = system.get(id);
                if (to !== self) enqueue.sendTo(to, { type: 'X' } as never);
              }
            }),
          },
        },
      },
      b: {
        tags: 'rest',
        on: {
          GO: {
            target: 'c',
            actions: sendTo(({ system, self }) => system.get('log') ?? self, { type: 'LOG' }),
          },
        },
      },
      c: { on: { LOG: 'd' } },
      d: { tags: 'rest' },
    },
  });
  const result = explore(
    defineNetwork({
      name: 'all others',
      components: { m: { machine, stimuli: [{ type: 'GO' }] }, other: { machine: other } },
    }),
  );
  // X would be an unspecified reception of the sender, and c is no state to stay in.
  expect(result).toMatchObject({ verdict: 'holds', states: 7 });
});

it('and a reference keeps nothing', () => {
  const see: See = (get) => {
    (get('other') as { count: number }).count = 1;
    return true;
  };
  expect(() => seenInNetwork(see)).toThrow(/Cannot add property count, object is not extensible/);
});
