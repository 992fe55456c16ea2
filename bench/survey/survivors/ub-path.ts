import type { Survivors } from '../survivors.js';

/** What survives in ub-path. */
export const ubPathSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'ring-sender on WRITTEN: postTail before returnCredit',
    'ring-sender on ADD_HEAD: confirmHead before advanceHead',
    'ring-receiver on ADD_TAIL: confirmTail before advanceTail',
    'ring-receiver.reading on DATA [pulls] to copied: deliver before returnCredit',
    'ub-path.up on POST [hasCredit]: issue before takeCredit',
  ],
  'The sender looks once more in the same step, and goes where it should have gone.': [
    'ring-sender.sent always [isFull] to full: without guard',
    'ring-sender.sent always to producing: to full instead',
    'ring-sender.full always [hasFreeSlot] to producing: to sent instead',
  ],
  'It is set before it is used.': ["interconnect/ring-receiver ringReceiver.context.serving: 1 for 0 in '0'"],
};
