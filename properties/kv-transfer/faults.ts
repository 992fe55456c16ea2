import type { KvTransferFault } from './fault.js';

/** Bugs of kv-transfer by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, KvTransferFault>> = {};
