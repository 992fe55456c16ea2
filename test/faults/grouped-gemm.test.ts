import { groupedGemm } from '../../machines/networks/grouped-gemm.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './grouped-gemm.counterexamples.js';

describeFaults(groupedGemm, counterexamples);
