import { dispatchCombine } from '../../machines/networks/dispatch-combine/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './dispatch-combine.counterexamples.js';

describeFaults(dispatchCombine, counterexamples);
