import { corePools } from '../../properties/core-pool/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './core-pool.counterexamples.js';

describeFaults(corePools, counterexamples);
