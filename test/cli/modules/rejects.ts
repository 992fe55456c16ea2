export { single } from './one-network.js';

void Promise.reject(new Error('nobody waits for this'));
