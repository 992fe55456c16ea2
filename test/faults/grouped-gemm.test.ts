import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { describeFaults } from '../support/faults.js';

describeFaults(groupedGemm);
