import type { ContextCacheFault } from '../fault.js';

/** Found in review: a reply that came after its time-out stayed in the socket, and was read as the reply to the next request. */
export const lateAnswer: ContextCacheFault = {
  title: 'an answer that comes too late is taken for the answer to the next question',
  link: 'https://github.com/LMCache/LMCache/pull/3013',
  kinship: 'its kind',
  property: 'released-after-its-writer of server.0',
  configuration: { instances: 1 },
  patch: { parameters: { lost: 'puts' }, provide: { 'mp-sdk': { guards: { isAsked: () => true } } } },
  counterexample: {
    tells:
      'the SDK waits no longer for space for d; it asks for space for de, and takes that of d, which comes late, for it: the engine is to write de where d was to be',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      "sdk.0 ⇒ server.0: PUT_START {from: 'sdk.0', key: 'd', parent: '', put: 'sdk.0#0', tenant: 0}",
      'sdk.0 ⏱ patience in storing.asking.timed',
      'sdk.0 ⏱ ask in storing.starting',
      "server.0 ⇒ sdk.0: STARTED {address: {memory: 'memory.0', server: 'server.0', since: 1, slot: 0}, put: 'sdk.0#0'}",
    ],
  },
};
