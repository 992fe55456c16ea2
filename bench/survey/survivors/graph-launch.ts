import type { Survivors } from '../survivors.js';

/** What survives in graph-launch. */
export const graphLaunchSurvivors: Survivors = {};
