import type { ContextCacheFault } from './fault.js';
import { byItsHits } from './faults/by-its-hits.js';
import { leaseTakenOver } from './faults/lease-taken-over.js';
import { atThreshold } from './faults/at-threshold.js';
import { busyLoad } from './faults/busy-load.js';
import { busyStore } from './faults/busy-store.js';
import { deadWriter } from './faults/dead-writer.js';
import { earlyRelease } from './faults/early-release.js';
import { endedBeforeItsWrite } from './faults/e5-ended-before-its-write.js';
import { equalTokens } from './faults/equal-tokens.js';
import { evictedUnwritten } from './faults/evicted-unwritten.js';
import { prefixEvictedFirst } from './faults/f1-prefix-evicted-first.js';
import { ranksForThemselves } from './faults/f3-ranks-for-themselves.js';
import { pagesUsedAgain } from './faults/f4-pages-used-again.js';
import { joinUntold } from './faults/join-untold.js';
import { lateAnswer } from './faults/late-answer.js';
import { lateEnd } from './faults/late-end.js';
import { leaseNotChecked } from './faults/lease-not-checked.js';
import { newestFirst } from './faults/newest-first.js';
import { neverReleased } from './faults/never-released.js';
import { noNamespace } from './faults/no-namespace.js';
import { pastTheGap } from './faults/past-the-gap.js';
import { pinned } from './faults/pinned.js';
import { staleEpoch } from './faults/stale-epoch.js';
import { twoPuts } from './faults/two-puts.js';
import { unchargedLoad } from './faults/uncharged-load.js';
import { unloaded } from './faults/unloaded.js';
import { unrefunded } from './faults/unrefunded.js';
import { leaveUntold } from './faults/leave-untold.js';
import { unreadFirst } from './faults/unread-first.js';
import { viewLeftOut } from './faults/view-left-out.js';
import { denied } from './faults/denied.js';
import { flushedForEver } from './faults/flushed-for-ever.js';
import { aboveThreshold } from './faults/above-threshold.js';
import { overfull } from './faults/overfull.js';
import { thrownOut } from './faults/thrown-out.js';
import { leftOver } from './faults/left-over.js';
import { wrongSlot } from './faults/wrong-slot.js';

/** Bugs of the context cache by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, ContextCacheFault>> = {
  E5: endedBeforeItsWrite,
  F1: prefixEvictedFirst,
  F3: ranksForThemselves,
  F4: pagesUsedAgain,
  'by-its-hits': byItsHits,
  'past-the-gap': pastTheGap,
  'late-end': lateEnd,
  unloaded,
  'early-release': earlyRelease,
  'stale-epoch': staleEpoch,
  'lease-not-checked': leaseNotChecked,
  'lease-taken-over': leaseTakenOver,
  'no-namespace': noNamespace,
  'equal-tokens': equalTokens,
  'uncharged-load': unchargedLoad,
  'two-puts': twoPuts,
  'evicted-unwritten': evictedUnwritten,
  'never-released': neverReleased,
  'busy-load': busyLoad,
  'busy-store': busyStore,
  pinned,
  'dead-writer': deadWriter,
  'late-answer': lateAnswer,
  'join-untold': joinUntold,
  unrefunded,
  'leave-untold': leaveUntold,
  'view-left-out': viewLeftOut,
  denied,
  'flushed-for-ever': flushedForEver,
  'above-threshold': aboveThreshold,
  'at-threshold': atThreshold,
  overfull,
  'thrown-out': thrownOut,
  'left-over': leftOver,
  'wrong-slot': wrongSlot,
  'newest-first': newestFirst,
  'unread-first': unreadFirst,
};
