import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { catalogue } from '../../../properties/catalogue.js';
import { always, defineNetwork, explain } from '../../../src/index.js';
import { tell } from '../../support/tell.js';
import { explainedFault } from './explained.js';

// Goal: nothing that changes is hidden in a fold: its line names each component that comes out of it as another one, be it only a receiver.
// Method: the counterexamples of faults, with the changes of their steps; and one fold of a network without words, literally.

const NETWORKS: readonly string[] = ['core-pool', 'graph-launch', 'drain-barrier', 'decode-pipeline'];

/** Of so many steps each is a row of its own. */
const UNFOLDED_MAX = 8;

const FAULTS = catalogue.families
  .filter(({ name }) => NETWORKS.includes(name))
  .flatMap(({ name, faults }) =>
    Object.entries(faults).flatMap(([id, { counterexample }]) =>
      counterexample !== undefined && counterexample.steps.length > UNFOLDED_MAX ? [[name, id] as const] : [],
    ),
  );

describe('a fold', () => {
  it.each([...FAULTS, ['dispatch-combine', 'C1'] as const])(
    'names all that change in it, or their groups: %s with %s',
    (network, id) => {
      const { folds, steps, components } = explainedFault(network, id, { detourStatesMax: 0 });
      const namesOf = (part: number): string[] => {
        const { id: name, group, partOf } = components[part]!;
        return [name, ...group.slice(0, 1), ...(partOf === null ? [] : namesOf(partOf))];
      };
      for (const { first, last, words, inner } of folds) {
        if (first === last || inner !== undefined) continue;
        const deltas = steps.slice(first - 1, last).flatMap(({ delta }) => delta);
        const changed = new Set(deltas.map(([part]) => part).filter((part) => part < components.length));
        const hidden = [...changed].filter((part) => !namesOf(part).some((name) => words.includes(name)));
        expect({ words, hidden: hidden.map((part) => components[part]!.id) }).toEqual({ words, hidden: [] });
      }
    },
  );

  it('tells who receives, too: his states, or that variables of his change', () => {
    const sender = setup({
      actions: { light: tell('lamp', { type: 'LIGHT' }), count: tell('meter', { type: 'COUNT' }) },
    }).createMachine({ id: 'sender', on: { GO: { actions: ['light', 'count'] } } });
    const lamp = setup({}).createMachine({
      id: 'lamp',
      initial: 'dark',
      states: { dark: { on: { LIGHT: 'lit' } }, lit: { on: { LIGHT: 'lit' } } },
    });
    const meter = setup({
      types: { context: {} as { readonly count: number } },
      actions: { add: assign(({ context }) => ({ count: context.count + 1 })) },
    }).createMachine({ id: 'meter', context: { count: 0 }, on: { COUNT: { actions: 'add' } } });
    const network = defineNetwork({
      name: 'lamps',
      components: {
        sender: { machine: sender, stimuli: [{ type: 'GO' }] },
        lamp: { machine: lamp },
        meter: { machine: meter },
      },
      channels: { default: { kind: 'sync' } },
      properties: [
        always('below nine', (view) => view.context<{ readonly count: number }>('meter').count < 9),
      ],
    });
    const steps = Array.from({ length: 9 }, () => 'environment ⇒ sender: GO');
    const violation = { property: 'below nine', initial: 0, steps };
    const { folds } = explain(network, violation, { detourStatesMax: 0 });
    expect(folds.filter(({ first, last }) => first < last).map(({ words }) => words)).toEqual([
      'environment ⇒ sender: GO (4 times); lamp: dark → lit; meter changes',
    ]);
  });
});
