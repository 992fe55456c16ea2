import { modelCache } from '../../properties/model-cache/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(modelCache);
