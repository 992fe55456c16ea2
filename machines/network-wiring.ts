import type { Channels, ComponentSpec } from '../src/index.js';

/** The components of a network and how they are connected: what `defineNetwork` takes, but for the name and the claims. */
export interface NetworkWiring {
  readonly components: Readonly<Record<string, ComponentSpec>>;
  readonly channels: Channels;
}
