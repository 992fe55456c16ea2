import { runWorker } from './cli/run-worker.js';

// Loaded only when it is asked for: users' own networks need nothing of CloudMatrix.
runWorker(async () => (await import('../properties/catalogue.js')).catalogue);
