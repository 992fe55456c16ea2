/** The public surface; see the README. */
export type { ExploreOptions, ExploreResult } from './explore/breadth-first.js';
export { explore } from './explore/explore.js';
export { defineNetwork } from './network/network.js';
export { always, monitor, reachable } from './property/properties.js';
