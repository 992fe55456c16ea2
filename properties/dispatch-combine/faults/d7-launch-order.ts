import type { DispatchCombineFault } from '../patch.js';

export const launchOrder: DispatchCombineFault = {
  title: 'operations of two streams are launched in an order that differs between dies',
  link: 'https://github.com/vllm-project/vllm/pull/32860',
  kinship: 'its kind',
  property: 'dispatches-in-turn at die 0',
  configuration: { layers: 1, tokens: 0, microbatches: 2 },
  patch: { provide: { 'moe-stream': { guards: { hasTurn: () => true } } } },
  counterexample: {
    tells: 'die 0 begins with the second microbatch, whose turn it is not',
    steps: ['environment ⇒ stream.0.1: ROUTE {routing: []}'],
  },
};
