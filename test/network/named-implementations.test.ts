// Goal: names in `setup` that lead nowhere are refused before anything runs. Method: one machine for each, beside a correct one.

import { describe, expect, it } from 'vitest';
import { and, createMachine, not } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';

const machineWith = (implementations: object) =>
  createMachine({ id: 'm', tags: 'rest' }, implementations as never) as ComponentSpec['machine'];
const defining = (implementations: object) => () =>
  defineNetwork({ name: 'net', components: { a: { machine: machineWith(implementations) } } });

describe('guards', () => {
  it('of an unknown name', () => {
    expect(defining({ guards: { isAllowed: 'isOpn', isOpen: () => true } })).toThrow(
      "The component 'a' of network 'net' has a guard 'isAllowed' of machine 'm' that is another name of 'isOpn', but no such guard is implemented. Name it in `setup({ guards })`.",
    );
    expect(defining({ guards: { isAllowed: { type: 'isOpn' } } })).toThrow(/another name of 'isOpn'/);
  });

  it('that stand for one another', () => {
    expect(defining({ guards: { a: 'b', b: 'c', c: { type: 'a' } } })).toThrow(
      "The component 'a' of network 'net' has guards of machine 'm' that stand for one another in a circle: a → b → c → a. Make one of them a function.",
    );
    expect(defining({ guards: { self: 'self' } })).toThrow(/in a circle: self → self\./);
    expect(
      defining({ guards: { start: 'a', a: and(['yes', not('a' as never)] as never), yes: () => true } }),
    ).toThrow(/in a circle: a → a\./);
  });

  it('that are no guards', () => {
    expect(defining({ guards: { four: 4 } })).toThrow(
      "The component 'a' of network 'net' has a guard 'four' of machine 'm' that is neither a function nor the name of another guard. Correct it in `setup({ guards })`.",
    );
  });

  it('but not two that use the same one, nor one that is left to be provided', () => {
    const shared = { a: and(['b', 'c'] as never), b: 'yes', c: 'yes', yes: () => true, later: undefined };
    expect(defining({ guards: shared })).not.toThrow();
  });
});

describe('actions and delays have no second names in XState', () => {
  it('actions', () => {
    expect(defining({ actions: { greet: 'hello', hello: () => {} } })).toThrow(
      "The component 'a' of network 'net' has an action 'greet' of machine 'm' that is no function ('hello'); XState gives no action a second name. Write it out, or use enqueueActions(({ enqueue }) => enqueue(...)).",
    );
  });

  it('delays', () => {
    expect(defining({ delays: { short: 'brief', brief: 5 } })).toThrow(
      "The component 'a' of network 'net' has a delay 'short' of machine 'm' that is neither a number nor a function ('brief'); XState would not wait at all. Give the number of milliseconds.",
    );
    expect(defining({ delays: { short: '100' } })).toThrow(/\('100'\); XState would not wait at all/);
  });
});

it('monitors are looked at as well', () => {
  const watching = monitor('watch', machineWith({ guards: { a: 'b' } }));
  const components = { a: { machine: machineWith({}) } };
  expect(() => defineNetwork({ name: 'net', components, properties: [watching] })).toThrow(
    /^The monitor 'watch' of network 'net' has a guard 'a' of machine 'm' that is another name of 'b'/,
  );
});
