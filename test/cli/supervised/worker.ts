import { runWorker } from '../../../src/cli/run-worker.js';
import { testCatalogue } from '../catalogue.js';

runWorker(testCatalogue);
