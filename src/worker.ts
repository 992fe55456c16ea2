import { catalogue } from '../machines/catalogue.js';
import { runWorker } from './cli/run-worker.js';

await runWorker(catalogue);
