// Goal: snapshots share what follows from their active states exactly if these are the same, in the same order. Method: snapshots of a machine with
// regions, of which one is left and entered again, so that its state comes last.

import { expect, it } from 'vitest';
import { type AnyMachineSnapshot, createMachine, initialTransition, transition } from 'xstate';
import { ActiveStates } from '../../src/interpreter/active-states.js';

const region = { initial: 'a', states: { a: { tags: 'here', on: { TURN: 'b' } }, b: { on: { TURN: 'a' } } } };
const machine = createMachine({
  id: 'm',
  type: 'parallel',
  states: { first: { ...region, on: { AGAIN: '.a' } }, second: region },
});

const start = (): AnyMachineSnapshot => initialTransition(machine)[0];
const after = (before: AnyMachineSnapshot, type: string): AnyMachineSnapshot =>
  transition(machine, before as never, { type } as never)[0];
const placesOf = ({ _nodes }: AnyMachineSnapshot) => (_nodes as { key: string }[]).map(({ key }) => key);

it('share a list and tags where their states are the same', () => {
  const active = new ActiveStates();
  const first = start();
  active.share(first, undefined);
  const back = after(after(first, 'TURN'), 'TURN');
  const again = start();
  for (const snapshot of [back, again]) active.share(snapshot, undefined);
  expect(again._nodes).toBe(first._nodes);
  expect(again.tags).toBe(first.tags);
  expect([...first.tags]).toEqual(['here']);
  expect(placesOf(back)).not.toEqual(placesOf(first));
  expect(back._nodes).not.toBe(first._nodes);
});

it('take over those of the snapshot before, if its states are the same', () => {
  const active = new ActiveStates();
  const [first, second] = [start(), start()];
  active.share(second, first);
  expect(second._nodes).toBe(first._nodes);
  expect(second.tags).toBe(first.tags);
});

it('have their own where their states are others', () => {
  const active = new ActiveStates();
  const first = start();
  const turned = after(first, 'TURN');
  active.share(first, undefined);
  active.share(turned, first);
  expect(placesOf(turned)).toContain('b');
  expect([...turned.tags]).toEqual([]);
});
