import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './drain-barrier.counterexamples.js';

describeFaults(drainBarrier, counterexamples);
