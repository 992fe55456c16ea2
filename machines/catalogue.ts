import type { Catalogue } from '../src/index.js';
import { receiveWindow } from './die/receive-window.js';
import { ubPort } from './interconnect/ub-port.js';
import { expertFfn } from './moe/expert-ffn.js';
import { fusedCombine } from './moe/fused-combine.js';
import { fusedDispatch } from './moe/fused-dispatch.js';
import { copiesArriveOnce } from './monitors/copies-arrive-once.js';
import {
  flagImpliesData,
  noOverwrite,
  oneFlagPerPeer,
  signalsOfTheirOperation,
} from './monitors/forbidden.js';
import { operatorOrder } from './monitors/operator-order.js';
import { dispatchCombine } from './networks/dispatch-combine.js';
import { moeStream } from './pipeline/moe-stream.js';

/** Everything about CloudMatrix-Infer that the command line offers. */
export const catalogue: Catalogue = {
  families: [dispatchCombine],
  machines: Object.fromEntries(
    [
      fusedDispatch,
      fusedCombine,
      expertFfn,
      moeStream,
      receiveWindow,
      ubPort,
      copiesArriveOnce,
      operatorOrder,
      flagImpliesData,
      noOverwrite,
      oneFlagPerPeer,
      signalsOfTheirOperation,
    ].map((machine) => [machine.id, machine]),
  ),
};
