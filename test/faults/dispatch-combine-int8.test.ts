import { dispatchCombineInt8 } from '../../properties/dispatch-combine-int8/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(dispatchCombineInt8);
