import type { DispatchCombineShape } from '../../machines/networks/dispatch-combine/parameters.js';
import type { ChannelFunction, ComponentSpec, Configuration, Fault, Patch } from '../../src/index.js';

type Components = Readonly<Record<string, ComponentSpec>>;

/** What a fault may change in how the network is put together. */
export interface WiringParts {
  /** Its components: for example the layout that one of the dies computes with. */
  readonly components: (components: Components, shape: DispatchCombineShape) => Components;
  readonly channels: (channels: ChannelFunction, shape: DispatchCombineShape) => ChannelFunction;
  /** Whether the size of the window is checked. */
  readonly refuseWindow: (configuration: Configuration) => string | undefined;
}

export const WIRING_PARTS: Readonly<Record<keyof WiringParts, true>> = {
  components: true,
  channels: true,
  refuseWindow: true,
};

export interface DispatchCombineFault extends Fault {
  readonly patch: Patch<WiringParts>;
}

/** The size at which most faults show. */
export const SMALL = { layers: 1, tokens: 1 } as const;
