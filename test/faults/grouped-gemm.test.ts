import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './grouped-gemm.counterexamples.js';

describeFaults(groupedGemm, counterexamples);
