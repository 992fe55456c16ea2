import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'leases-within-cores': "Leases never exceed a stream's share, nor the cores of the die.",
  'one-microbatch-an-engine': 'No stream serves two microbatches with the same engines.',
  'stage-order': 'A microbatch goes through the operators of its graph in the order of the paper.',
  'stages-on-their-engines':
    'While a microbatch runs an operator it has the engines of that operator, and else none.',
  'graphs-are-whole': 'A die runs each graph of each step once, in the order of the paper, and whole.',
  'launches-within-ahead': 'A host launches no more graphs ahead of its die than it may.',
  'nothing-left': 'When a die has ended its steps, no lease, request, launch, arrival or departure is left.',
  'same-operation': 'Microbatches that meet come to the exchange for the same operator of the same graph.',
  'collectives-in-order': 'Microbatches of all dies come to every collective, in the order of the paper.',
  'same-steps': 'No die ends a step before the others have come to its end.',
};
