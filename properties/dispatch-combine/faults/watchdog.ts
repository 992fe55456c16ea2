import type { DispatchCombineFault } from '../patch.js';

export const watchdog: DispatchCombineFault = {
  title: 'the watchdog of the device ends a wait at its limit without a look at who is alive',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/10244',
  property: 'gives-up-for-the-dead-only',
  configuration: { layers: 1, tokens: 1, limit: 'probe' },
  patch: {
    chart: {
      'waiting-cores': (chart) => {
        chart.states!.polling!.states!.limited!.after = {
          limit: { target: '#waiting-cores.givenUp', actions: 'giveUp' },
        };
      },
    },
  },
  counterexample: {
    tells: 'die 1 has not even started when the wait of die 0 is ended',
    steps: ['environment ⇒ stream.0: ROUTE {routing: []}', 'dispatch.0.wait ⏱ limit in polling.limited'],
  },
};
