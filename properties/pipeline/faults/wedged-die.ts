import type { PipelineFault } from '../fault.js';

/** The report tells of dies that an earlier job had left wedged, and not what of them it had left taken: here it is engines. */
export const wedgedDie: PipelineFault = {
  title: 'a job leaves the engines of its die taken, and the next one finds it wedged',
  link: 'https://github.com/hw-native-sys/pypto/issues/2778',
  kinship: 'its kind',
  property: 'nothing-left of die.0',
  configuration: { dies: 1, microbatches: 1, steps: 1 },
  patch: {
    chart: {
      microbatch: ({ states }) => {
        const [last, ...others] = states!.leaving!.always as { actions: string[] }[];
        states!.leaving!.always = [
          { ...last!, actions: last!.actions.filter((action) => action !== 'releaseStream') },
          ...others,
        ];
      },
    },
  },
  counterexample: {
    tells:
      'both graphs of the only step have run, and the die still has the engines of the last operator leased',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.host ⏱ launch in launching',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.rank ⏱ head in sampling',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'draft'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.rank ⏱ head in sampling',
    ],
  },
};
