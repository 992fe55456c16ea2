import { ubPaths } from '../../properties/ub-path/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(ubPaths);
