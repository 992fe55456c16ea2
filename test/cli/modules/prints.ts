export { single } from './one-network.js';

// eslint-disable-next-line no-console
console.log('hello from a module');
