import { ubSwitch } from '../../properties/ub-switch/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(ubSwitch);
