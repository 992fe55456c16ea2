import type { Survivors } from '../survivors.js';

/** What survives in moe-layer. */
export const moeLayerSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'moe-rank.dispatching after dispatchChunk to dispatching: noteCopies before sendCopies',
    'moe-rank.flagging on ALL_FLAGS to computing: noteDispatch before takeIn',
    'moe-rank.flagging on ALL_FLAGS to computing: startOver before noteDispatch',
    'moe-rank.computing after compute to returning: noteExperts before runExperts',
    'moe-rank.combining after combineChunk to combining: noteResults before sendResults',
    'row-window.open on FLAG [isLastFlag]: countFlag before noteFlag',
    'row-window.open on FLAG: countFlag before noteFlag',
    'row-window.open on RESULTS [isLastResult]: countResults before noteResults',
    'row-window.open on RESULTS: countResults before noteResults',
  ],
  'Preparing to send takes time and does nothing else: here only the order of events counts.': [
    'moe-rank.dispatching after dispatchChunk to dispatching: to beginning instead',
  ],
  'It is set before it is used.': [
    "pipeline/moe-rank moeRank.context.received: 1 for 0 in '0'",
    "pipeline/moe-rank moeRank.context.summed: 1 for 0 in '0'",
  ],
};
