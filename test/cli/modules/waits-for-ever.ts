export { single } from './one-network.js';

await new Promise(() => {});
