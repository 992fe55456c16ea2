import type { RequestLifeFault } from '../fault.js';

export const replayedDispatch: RequestLifeFault = {
  title: 'the router sends work once more to a prefill node that may have it already',
  link: 'https://github.com/sgl-project/sglang/pull/34570',
  property: 'prefilled-once of client.0',
  configuration: { requests: 1 },
  patch: {
    chart: {
      'instance-router': ({ states }) => {
        const [chosen] = states!.routing!.on!.ROUTE as [{ actions: readonly string[] }];
        const again = {
          ...chosen,
          guard: 'isForPrefill',
          actions: ['tellRouted', 'give', 'give', 'countGiven'],
        };
        states!.routing!.on!.ROUTE = [again, chosen];
      },
    },
    provide: {
      'instance-router': {
        guards: {
          isForPrefill: ({ event }: { readonly event: { readonly cluster?: string } }) =>
            event.cluster === 'prefill',
        },
      },
    },
  },
  counterexample: {
    tells: 'the router sends the work of request 0 to prefill node 0 twice, and both are taken on',
    steps: ['client.0 ⏱ arrive in idle'],
  },
};
