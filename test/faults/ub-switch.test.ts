import { ubSwitch } from '../../properties/ub-switch/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './ub-switch.counterexamples.js';

describeFaults(ubSwitch, counterexamples);
