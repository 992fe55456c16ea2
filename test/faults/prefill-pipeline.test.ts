import { prefillPipeline } from '../../properties/pipeline/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(prefillPipeline);
