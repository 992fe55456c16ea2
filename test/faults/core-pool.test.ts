import { corePools } from '../../machines/networks/core-pool.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './core-pool.counterexamples.js';

describeFaults(corePools, counterexamples);
