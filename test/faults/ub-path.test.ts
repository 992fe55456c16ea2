import { ubPaths } from '../../properties/ub-path/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './ub-path.counterexamples.js';

describeFaults(ubPaths, counterexamples);
