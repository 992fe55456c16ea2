import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(drainBarrier);
