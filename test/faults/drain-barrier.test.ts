import { drainBarrier } from '../../machines/networks/drain-barrier.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './drain-barrier.counterexamples.js';

describeFaults(drainBarrier, counterexamples);
