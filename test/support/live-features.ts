import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition, InspectionEvent } from 'xstate';

/** What a random chart may show in a live system. A comparison that seldom meets it says little about it. */
export const FEATURES = [
  'eventless',
  'raised',
  'timer of after',
  'wildcard',
  'partial wildcard',
  'forbidden',
  'reenter',
  'several targets',
  'regions together',
  'done compound',
  'done parallel',
  'shallow history restored',
  'deep history restored',
  'nesting of 3',
  'nesting of 4',
  'send to itself',
  'sync answer to a busy sender',
  'send to a busy third',
  'send to one not started',
  'emit between sends',
  'timer id pending twice',
  'cancel',
  'cancel that reached nobody',
  'cancel that reached nobody though one is pending',
  'delayed raise fired',
  'delayed send fired',
  'overtaken timer fired',
  'done with timers pending',
  'timer that survives the end',
  'end with waiting messages',
  'message to one that is done',
  'ignored message',
  'ignored stimulus',
  'ignored timer',
  'exception',
  'exception of a stimulus',
  'exception at the start',
] as const;

export type Feature = (typeof FEATURES)[number];

/** How often each feature was met. */
export class FeatureCounts {
  private readonly counts = new Map<Feature, number>();

  readonly note = (feature: Feature): void => {
    this.counts.set(feature, this.of(feature) + 1);
  };

  of(feature: Feature): number {
    return this.counts.get(feature) ?? 0;
  }
}

/** What XState tells an inspector about a microstep. */
export type Microstep = Extract<InspectionEvent, { type: '@xstate.microstep' }>;

/** @param isFirst the microstep is the one that the received event itself causes */
export function featuresOf({ event, snapshot, _transitions }: Microstep, isFirst: boolean): Feature[] {
  const { historyValue } = snapshot as AnyMachineSnapshot;
  const features = new Set<Feature>();
  if (_transitions.length > 1) features.add('regions together');
  for (const transition of _transitions) {
    for (const feature of ofTransition(transition)) features.add(feature);
    for (const node of historyTargets(transition)) {
      if (historyValue[node.id] !== undefined)
        features.add(`${node.history as 'shallow' | 'deep'} history restored`);
    }
  }
  const isEventless = _transitions.some(({ eventType }) => eventType === '');
  const isRaised = !isFirst && !isEventless && !event.type.startsWith('xstate.');
  if (isRaised && _transitions.length > 0) features.add('raised');
  return [...features];
}

function ofTransition({ eventType, target, actions, reenter, source }: AnyTransitionDefinition): Feature[] {
  const features: Feature[] = [];
  if (eventType === '') features.push('eventless');
  else if (eventType === '*') features.push('wildcard');
  else if (eventType.endsWith('.*')) features.push('partial wildcard');
  else if (eventType.startsWith('xstate.after.')) features.push('timer of after');
  else if (eventType.startsWith('xstate.done.state.'))
    features.push(source.type === 'parallel' ? 'done parallel' : 'done compound');
  if (target === undefined && actions.length === 0) features.push('forbidden');
  if (reenter) features.push('reenter');
  if ((target ?? []).length > 1) features.push('several targets');
  return features;
}

function historyTargets({ target }: AnyTransitionDefinition): AnyStateNode[] {
  return ((target ?? []) as AnyStateNode[]).filter(({ type }) => type === 'history');
}
