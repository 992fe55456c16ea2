import { dispatchCombineInt8 } from '../../properties/dispatch-combine-int8/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './dispatch-combine-int8.counterexamples.js';

describeFaults(dispatchCombineInt8, counterexamples);
