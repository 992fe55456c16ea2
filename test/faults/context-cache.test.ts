import { contextCache } from '../../properties/context-cache/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(contextCache);
