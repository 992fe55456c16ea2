import { defineNetwork } from '../../../src/index.js';
import { counter } from '../catalogue.js';

/** A module's one network, exported under two names. */
export const single = defineNetwork({
  name: 'single counter',
  components: { counter: { machine: counter, input: { countMax: 2 }, stimuli: [{ type: 'UP' }] } },
});
export default single;
