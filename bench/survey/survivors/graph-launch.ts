import type { Survivors } from '../survivors.js';

/** What survives in graph-launch. */
export const graphLaunchSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'device-graph.meeting on MET [isLastReplay] to idle: startOver before passOn',
    'device-graph.meeting on MET [isLastReplay] to idle: tellUpdates before startOver',
    'device-graph.meeting on MET [isLastReplay] to idle: tellHost before tellUpdates',
    'device-graph.meeting on MET to idle: countReplay before passOn',
    'device-graph.meeting on MET to idle: tellUpdates before countReplay',
    'update-stream.updating after update to idle: recordEvent before writeParameters',
    'collective.open on ARRIVE: noteArrival before tellArrival',
    'collective.open always [isComplete]: letAllGo before tellMet',
    'collective.open always [isComplete]: startAnew before letAllGo',
  ],
  'A replay waits for its update, whichever of them is launched first.': [
    'host-cpu.launching after launch [isLastLaunch] to scheduling: launchUpdate before launchReplay',
    'host-cpu.launching after launch to launching: launchUpdate before launchReplay',
  ],
  'The next replay computes an output of its own before anybody looks at it.': [
    'device-graph.meeting on MET [isLastReplay] to idle: without passOn',
    'device-graph.meeting on MET to idle: without passOn',
  ],
  'It stands for what was never written, and no iteration has that number.': [
    "die/device-graph UNWRITTEN: 2 for 1 in 'UNWRITTEN = -1'",
  ],
  'It is set before it is used.': [
    "die/device-graph deviceGraph.context.iteration: 1 for 0 in '0'",
    "die/device-graph deviceGraph.context.graph: 1 for 0 in '0'",
    "die/device-graph deviceGraph.context.slot: 1 for 0 in '0'",
    "die/update-stream updateStream.context.iteration: 1 for 0 in '0'",
    "die/update-stream updateStream.context.graph: 1 for 0 in '0'",
    "die/update-stream updateStream.context.after: 1 for 0 in '0'",
  ],
};
