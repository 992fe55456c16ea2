export * from '../one-network.js';
