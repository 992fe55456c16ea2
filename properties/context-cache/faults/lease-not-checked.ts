import type { ContextCacheFault } from '../fault.js';

/** One of several ways to read did without the last check. */
export const leaseNotChecked: ContextCacheFault = {
  title: 'what was read is used though the lease has ended meanwhile, and the slot has another block',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/3996',
  property: 'gets-what-was-put',
  configuration: { requests: 2, servers: 1, slots: 1, evs: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        const requests = chart.states!.serving!.states!.requests!;
        const [kept] = requests.on!.RELEASE as [object];
        requests.on!.RELEASE = [kept, { actions: { type: 'answer', params: { type: 'VALID' } } }];
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
