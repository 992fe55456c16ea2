import { decodePipeline } from '../../machines/networks/pipeline/families.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './decode-pipeline.counterexamples.js';

describeFaults(decodePipeline, counterexamples);
