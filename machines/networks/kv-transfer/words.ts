import type { NetworkTelling } from '../../../src/index.js';

export const kvTransferWords: Pick<NetworkTelling, 'describe'> = {};
