import { catalogue } from '../properties/catalogue.js';
import { runWorker } from './cli/run-worker.js';

await runWorker(catalogue);
