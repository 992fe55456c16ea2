// Dining philosophers, whose counterexample is told in words of the network: what a step is, who belongs together, and who waits for whom.

import { defineNetwork } from 'cloudmatrix-check';
import { naive } from './philosophers.js';

const NAMES = ['Ann', 'Bob', 'Cyd'];
const nameOf = (id) => NAMES[Number(id.split('.')[1])];

/** Who holds a fork in a state. */
const holderOf = (view, fork) =>
  view.components.find((id) => {
    const { first, second } = view.context(id);
    return view.matches(id, 'eating')
      ? [first, second].includes(fork)
      : view.matches(id, 'holding') && first === fork;
  });

export const told = defineNetwork({
  name: 'philosophers with names',
  components: Object.fromEntries(naive.componentIds.map((id, at) => [id, naive.components[at]])),
  channels: naive.channels,
  properties: naive.properties,
  describe: {
    step: ({ component, event }, before) => {
      if (event.type === 'LEAVE') return `${nameOf(component)} puts both forks down`;
      const { first, second } = before.context(component);
      return `${nameOf(component)} takes ${before.matches(component, 'thinking') ? first : second}`;
    },
  },
  group: (id) => (id.startsWith('fork.') ? ['the table'] : [nameOf(id)]),
  waitsFor: (view, id) => {
    if (!id.startsWith('philosopher.') || !view.matches(id, 'holding')) return [];
    const { second } = view.context(id);
    const holder = holderOf(view, second);
    return [
      { of: [holder], words: `${nameOf(id)} waits for ${second}, which ${nameOf(holder)} has`, isHeld: true },
    ];
  },
});
