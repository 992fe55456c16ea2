import { kvTransfer } from '../../properties/kv-transfer/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(kvTransfer);
