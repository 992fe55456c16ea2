import { kvTransfer } from '../../properties/kv-transfer/family.js';
import { describeFaults } from '../support/faults.js';

// With the default seed the campaign takes 95 runs to find unchecked-record: the record of another must land between the last word to a request and its next look.
describeFaults(kvTransfer, {}, ['unchecked-record']);
