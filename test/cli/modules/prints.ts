export { single } from './one-network.js';
export { counter as machine } from '../catalogue.js';

// eslint-disable-next-line no-console
console.log('hello from a module');
