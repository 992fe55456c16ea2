import type { Survivors } from '../survivors.js';

/** What survives in model-cache. */
export const modelCacheSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'model-instance.serving on NEWEST [isResident] to prepared: tellTarget before noteTarget',
    'model-instance.serving on NEWEST to prepared: tellTarget before noteTarget',
    'model-instance.serving on NEWEST to prepared: prefetch before tellTarget',
    'model-pool on PUBLISH [mayPublish]: tellPublished before publish',
    'model-pool on HOLD: queueUp before want',
    'model-pool.idle always [hasWantedAndVictim] to fetching: tellBegun before evict',
  ],
  'The pool takes no notice of who has what it knows brought in.': [
    'model-instance.serving on NEWEST [isResident] to prepared: without it',
  ],
  'Who waits for what is there is served when what is on its way has come: later, and no claim is about time.':
    [
      'model-pool.fetching always [canServe]: without it',
      'model-pool.fetching always [canServe]: without serve',
    ],
  'It is an observation, which only a claim hears: what is not told is not judged, and check --strict says that it was never seen.':
    [
      'model-instance.switching after swap to serving: without tellSwitched',
      'model-instance.serving on NEWEST [isResident] to prepared: without tellTarget',
      'model-instance.serving on NEWEST to prepared: without tellTarget',
      'model-pool.idle always [hasWantedAndRoom] to fetching: without tellBegun',
      'model-pool.idle always [hasWantedAndVictim] to fetching: without tellBegun',
    ],
};
