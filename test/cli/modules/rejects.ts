export { single } from './one-network.js';

void Promise.reject(new Error('nobody waits for this'));
await new Promise((resolve) => setTimeout(resolve, 1_000));
