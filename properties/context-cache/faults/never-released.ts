import type { ContextCacheFault } from '../fault.js';

/** Space of puts that never ended stayed taken. */
export const neverReleased: ContextCacheFault = {
  title: 'the space of a put that was overtaken is never released',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/993',
  kinship: 'its kind',
  property: 'slots-come-back of server.0',
  configuration: { instances: 1, timeouts: 1 },
  patch: { provide: { 'mp-server': { guards: { isDiscarded: () => false } } } },
  counterexample: {
    tells:
      'a put of d that takes too long is overtaken; its write lands (step 8), but nobody takes its slot back: when everything has ended it is still kept for it',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ patience in storing.writing.timed',
      "server.0 ⏱ age of sdk.0#0: PUT_IS_OLD {from: 'sdk.0', put: 'sdk.0#0'}",
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.1 ⏱ flush in serving.writeThrough.dirty',
    ],
  },
};
