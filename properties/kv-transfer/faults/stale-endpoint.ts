import type { KvTransferFault } from '../fault.js';

/** An endpoint is known by its address, and nothing tells one incarnation from the other. */
export const staleEndpoint: KvTransferFault = {
  title: 'what a prefill node has told before it was started anew is used with the node as it is now',
  link: 'https://github.com/vllm-project/vllm/issues/49238',
  property: 'address-of-this-epoch',
  configuration: { fails: 'prefill', comesBack: 'yes', requests: 1, aborts: 0 },
  patch: {
    parameters: { direction: 'paper' },
    provide: { 'queue-pair': { guards: { isOfThisEpoch: () => true } } },
  },
  counterexample: {
    tells:
      'decode is told where its KV lies, prefill fails and is started anew (step 6), and decode reads there all the same',
    steps: [
      'reader.0 ⇒ holder.0 (vpc): PULL_ORDER {blocks: 1, epoch: 0}',
      'holder.0 ⏱ compute in computing',
      'holder.0 ⇒ reader.0 (vpc): PREFILLED {epoch: 0, pages: [0]}',
      'environment ⇒ prefill.0: FAIL',
      'prefill.0 ⏱ detect in failed',
      'prefill.0 ⏱ restart in starting',
      'decode.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
    ],
  },
};
