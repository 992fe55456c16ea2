import { supervise } from '../../../src/cli/supervisor.js';

await supervise(new URL('./worker.js', import.meta.url), process.argv.slice(2));
