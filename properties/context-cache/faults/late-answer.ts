import type { ContextCacheFault } from '../fault.js';

/** Found in review: a reply that came after its time-out stayed in the socket, and was read as the reply to the next request. */
export const lateAnswer: ContextCacheFault = {
  title: 'an answer that comes too late is taken for the answer to the next question',
  link: 'https://github.com/LMCache/LMCache/pull/3013',
  kinship: 'its kind',
  property: 'gets-what-was-put',
  configuration: { instances: 1, lost: 'reads', stored: 2, requests: 2, prompts: 1, servers: 1 },
  patch: { provide: { 'mp-sdk': { guards: { isOfRead: () => true } } } },
  counterexample: {
    tells:
      'the SDK waits no longer for the address of de (step 13); with its next request it asks for d, which is lost (step 20), and takes the address of de, which comes late, for that of d',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      "sdk.0 ⇒ server.0: GET {from: 'sdk.0', key: 'd', parent: '', read: 'sdk.0?0', tenant: 0}",
      'server.0 ⏱ load in serving.recovery.reading',
      "server.0 ⇒ sdk.0: ADDRESS {address: {memory: 'memory.0', server: 'server.0', since: 1, slot: 0}, read: 'sdk.0?0'}",
      'sdk.0 ⏱ read in reading.copying',
      "sdk.0 ⇒ server.0: RELEASE {from: 'sdk.0', read: 'sdk.0?0', slot: 0}",
      "server.0 ⇒ sdk.0: VALID {read: 'sdk.0?0'}",
      'sdk.0 ⏱ ask in reading.loading',
      "sdk.0 ⇒ server.0: GET {from: 'sdk.0', key: 'de', parent: 'd', read: 'sdk.0?0', tenant: 0}",
      'sdk.0 ⏱ patience in reading.awaitingAddress.timed',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ ask in reading.loading',
      "drop sdk.0 ⇒ server.0: GET {from: 'sdk.0', key: 'd', parent: '', read: 'sdk.0?1', tenant: 0}",
      'server.0 ⏱ load in serving.recovery.reading',
      "server.0 ⇒ sdk.0: ADDRESS {address: {memory: 'memory.0', server: 'server.0', since: 1, slot: 1}, read: 'sdk.0?0'}",
      'sdk.0 ⏱ read in reading.copying',
      "sdk.0 ⇒ server.0: RELEASE {from: 'sdk.0', read: 'sdk.0?1', slot: 1}",
      "server.0 ⇒ sdk.0: VALID {read: 'sdk.0?1'}",
    ],
  },
};
