import type { UbSwitchFault } from './fault.js';
import { circularWait } from './faults/circular-wait.js';
import { creditPerCycle } from './faults/credit-per-cycle.js';
import { creditWhileFull } from './faults/credit-while-full.js';
import { laneLeftAgain } from './faults/lane-left-again.js';
import { packetRoutedAgain } from './faults/packet-routed-again.js';
import { packetSentBack } from './faults/packet-sent-back.js';
import { silentCredits } from './faults/silent-credits.js';

/** Bugs of switches, by what goes wrong: `loop` is in the textbooks, the others were reported of networks on chips and between them. */
export const faults: Readonly<Record<string, UbSwitchFault>> = {
  loop: circularWait,
  'credit-while-full': creditWhileFull,
  'credit-per-cycle': creditPerCycle,
  'silent-credits': silentCredits,
  'packet-routed-again': packetRoutedAgain,
  'packet-sent-back': packetSentBack,
  'lane-left-again': laneLeftAgain,
};
