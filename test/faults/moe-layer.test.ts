import { moeLayerRows } from '../../properties/moe-layer/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(moeLayerRows);
