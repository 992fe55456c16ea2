import type { KvTransferFault } from '../fault.js';

/** An endpoint is known by its address, and nothing tells one incarnation from the other. */
export const staleEndpoint: KvTransferFault = {
  title: 'what a prefill node has told before it was started anew is used with the node as it is now',
  link: 'https://github.com/vllm-project/vllm/issues/49238',
  property: 'address-of-this-epoch',
  configuration: { fails: 'prefill', comesBack: 'yes', requests: 1, aborts: 0 },
  patch: {
    provide: {
      'pull-reader': { guards: { isOfAnotherEpoch: () => false } },
      'queue-pair': { guards: { isOfThisEpoch: () => true } },
    },
  },
};
