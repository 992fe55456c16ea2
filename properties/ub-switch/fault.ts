import type { UbSwitchParts } from '../../machines/networks/ub-switch/wiring.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of switch chips: it may change the ways of packets, too. */
export interface UbSwitchFault extends Fault {
  readonly patch: Patch<UbSwitchParts>;
}
