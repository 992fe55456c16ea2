import { corePools } from '../../properties/core-pool/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(corePools);
