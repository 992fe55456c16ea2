import type { RequestLifeFault } from '../fault.js';

export const leftWedged: RequestLifeFault = {
  title:
    'a node that the job before has left wedged is not reset: it answers nobody, and is blamed for having died',
  link: 'https://github.com/hw-native-sys/pypto/issues/2778',
  property: 'blame-names-the-dead',
  configuration: { requests: 1, left: 'wedged' },
  patch: {
    chart: {
      'node-health': ({ states }) => {
        states!.resetting = { tags: 'rest', on: { PROBE: { actions: 'answerDown' } } };
      },
    },
  },
  counterexample: {
    tells:
      'prefill node 0 has been left wedged, and nobody resets it: it answers no probe (step 2) and is blamed, though it has not died in this run',
    steps: ['client.0 ⏱ arrive in idle', 'decode.0.receive.0 ⏱ patience in alive.routed.waiting'],
  },
};
