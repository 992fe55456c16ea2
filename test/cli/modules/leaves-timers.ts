export { single } from './one-network.js';

setInterval(() => {}, 1_000);
setTimeout(() => {
  throw new Error('much too late');
}, 1_000_000);
process.exitCode = 1;
