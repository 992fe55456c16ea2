import { ubPaths } from '../../machines/networks/ub-path.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './ub-path.counterexamples.js';

describeFaults(ubPaths, counterexamples);
