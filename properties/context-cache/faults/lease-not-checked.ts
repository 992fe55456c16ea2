import type { ContextCacheFault } from '../fault.js';

/** One of several ways to read did without the last check. */
export const leaseNotChecked: ContextCacheFault = {
  title: 'what was read is used though the lease has ended meanwhile, and the slot has another block',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/3996',
  property: 'gets-what-was-put',
  configuration: { instances: 2, prompts: 2, stored: 2, servers: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        const reads = chart.states!.serving!.states!.reads!;
        const [kept] = reads.on!.RELEASE as [object];
        reads.on!.RELEASE = [kept, { actions: { type: 'answerChecked', params: { type: 'VALID' } } }];
      },
    },
  },
  counterexample: {
    tells:
      'instance 0 has the address of de, and its lease ends (step 15); instance 1 stores df in that slot (step 17), which instance 0 then reads as de',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'instance.1 ⏱ arrive in idle',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.loading',
      'instance.1 ⏱ compute in computing',
      'sdk.1 ⏱ ask in storing.starting',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.0 ⏱ read in reading.copying',
      'sdk.0 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      "server.0 ⏱ lease of sdk.0 at 1: LEASE_IS_OVER {from: 'sdk.0', slot: 1}",
      'sdk.1 ⏱ ask in storing.starting',
      'sdk.1 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ read in reading.copying',
    ],
  },
};
