import { ubSwitch } from '../../machines/networks/ub-switch.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './ub-switch.counterexamples.js';

describeFaults(ubSwitch, counterexamples);
