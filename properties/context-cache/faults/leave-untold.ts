import type { ContextCacheFault } from '../fault.js';

export const leaveUntold: ContextCacheFault = {
  title: 'textbook: a server is lost, and the controller, which has noticed, goes on placing keys on it',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'members-serve of server.0',
  configuration: { losses: 1, instances: 1, servers: 1, length: 1 },
  patch: {
    chart: {
      'mp-server': ({ states }) => {
        states!.lost!.states!.unnoticed!.after = { notice: 'away' };
      },
    },
  },
  counterexample: {
    tells:
      'the server is lost, and the controller, which has noticed, still has it among those that keys are placed on',
    steps: ['environment ⇒ server.0: LOSE', 'server.0 ⏱ notice in lost.unnoticed'],
  },
};
