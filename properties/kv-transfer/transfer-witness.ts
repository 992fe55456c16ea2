import type { KvTransferShape } from '../../machines/networks/kv-transfer/parameters.js';
import type { KvTransferWiring } from '../../machines/networks/kv-transfer/wiring.js';
import type { View } from '../../src/index.js';

/** What networks of some shapes come to. */
export interface Witness {
  readonly name: string;
  /** Whether networks of this shape come to it. */
  readonly when: (shape: KvTransferShape) => boolean;
  readonly is: (wiring: KvTransferWiring, view: View) => boolean;
}
