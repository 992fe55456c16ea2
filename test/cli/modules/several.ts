import { always, defineNetwork } from '../../../src/index.js';
import { counter, counters } from '../catalogue.js';

const components = { counter: { machine: counter, input: { countMax: 2 }, stimuli: [{ type: 'UP' }] } };

export const good = defineNetwork({ name: 'good', components });

export const bad = defineNetwork({
  name: 'bad',
  components,
  properties: [
    always('small', (view) => view.context<{ count: number }>('counter').count < 2),
    always('tiny', (view) => view.context<{ count: number }>('counter').count < 1),
  ],
});

/** A family whose networks can be built up to a size that it does not tell. */
export const family = {
  ...counters,
  name: 'fragile',
  faults: {},
  build: (...[configuration, faults]: Parameters<typeof counters.build>) => {
    if (configuration.countMax === 4) throw new Error('four is too many');
    return counters.build(configuration, faults);
  },
};

/** A family with a parameter that the command line cannot take for one. */
export const ambiguous = {
  ...counters,
  name: 'ambiguous',
  parameters: { json: counters.parameters.countMax },
  campaign: { ranges: {}, stepsMax: 50 },
};

/** Violated for the search, and not for whoever replays its steps: no honest property can do that. */
export const deceitful = defineNetwork({
  name: 'deceitful',
  components,
  properties: [always('shown', (view) => view.constructor.name !== 'EngineView')],
});
