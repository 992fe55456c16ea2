import { decodePipeline } from '../../properties/pipeline/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './decode-pipeline.counterexamples.js';

describeFaults(decodePipeline, counterexamples);
