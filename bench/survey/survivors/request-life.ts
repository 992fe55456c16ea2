import type { Survivors } from '../survivors.js';

/** What survives in request-life, of the chart of its prefill scheduler only: what survives elsewhere has not been looked at. */
export const requestLifeSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'prefill-scheduler.alive on PREFILL: tellTaken before note',
    'prefill-scheduler.alive on ABORT: tellReturned before tellOver',
    'prefill-scheduler.alive on GIVE_UP [canGiveUp]: tellOver before tellAborted',
    'prefill-scheduler.alive on GIVE_UP [canGiveUp]: tellReturned before tellOver',
    'prefill-scheduler.alive on PROBED [isDown]: tellOver before blame',
    'prefill-scheduler.alive on PROBED [isDown]: tellReturned before tellOver',
    'prefill-scheduler.alive.stepping on STEPPED to idle: tellOver before announce',
    'prefill-scheduler.alive.stepping on STEPPED to idle: tellReturned before tellOver',
    'prefill-scheduler.alive.stepping on STEPPED to idle: endStep before drop',
  ],
  'Whether it has an attempt is looked at in both states, and it goes on to the other one in the same step.':
    [
      'prefill-scheduler.alive.starting on UP to idle: to holding instead',
      'prefill-scheduler.alive.holding after patience to holding: to idle instead',
      'prefill-scheduler.alive.stepping on STEPPED to idle: to holding instead',
    ],
  'A step without a chunk has computed nothing that could be announced, or that the router could be told of.':
    [
      'prefill-scheduler.alive.idle on NEWS to listening: to stepping instead',
      'prefill-scheduler.alive.holding on NEWS to listening: to stepping instead',
    ],
};
