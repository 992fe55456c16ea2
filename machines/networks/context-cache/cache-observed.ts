import type { AnyEventObject } from 'xstate';
import type { CopyObservation } from '../../cache/cache-protocol.js';
import type { EvictionObservation, GivenObservation, LeaseObservation } from '../../cache/server-context.js';
import type { UseObservation } from '../../cache/evs-tier.js';
import type {
  AnswerObservation,
  BlockObservation,
  GetObservation,
  GotObservation,
  RunObservation,
} from '../../cache/sdk-protocol.js';
import { type AccessObservation, UNREGISTERED } from '../../cache/server-memory.js';

type Observation =
  | CopyObservation
  | UseObservation
  | EvictionObservation
  | GivenObservation
  | LeaseObservation
  | AnswerObservation
  | BlockObservation
  | GetObservation
  | GotObservation
  | RunObservation
  | AccessObservation;

/** What a part of the context cache, which is called `who`, tells of itself, for who reads what a claim has seen. */
export function cacheObserved(who: string, event: AnyEventObject): string {
  const observed = event as unknown as Observation;
  switch (observed.type) {
    case 'COPY_KEPT':
      return `${who} has ${observed.key}`;
    case 'COPY_DROPPED':
      return `${who} has ${observed.key} no more: it is ${observed.why}`;
    case 'COPY_USED':
      return `${who} uses ${observed.key}`;
    case 'SLOT_EVICTED':
      return `${who} chooses ${observed.key} to make room, of ${observed.slots
        .filter(({ state }) => state === 'complete')
        .map(({ key }) => key)
        .join(', ')}`;
    case 'SLOT_GIVEN':
      return `${who} gives a slot away, and has ${observed.slots.filter(({ state }) => state === 'free').length} left`;
    case 'LEASE_GIVEN':
      return `${who} keeps slot ${observed.slot} in its place for ${observed.from}`;
    case 'LEASE_OVER':
      return `${who} keeps slot ${observed.slot} for ${observed.from} no more`;
    case 'LEASE_EXPIRED':
      return `${who} tells ${observed.from} that its lease of slot ${observed.slot} was over`;
    case 'GET_BEGUN':
      return `${who} wants ${observed.key}`;
    case 'GOT':
      return observed.isHit
        ? `${who} takes what it has read for ${observed.key}: it is ${observed.content?.key ?? 'nothing'}`
        : `${who} takes ${observed.key} for not there`;
    case 'ANSWERED':
      return `${who} is told that ${observed.key} is ${observed.isThere ? '' : 'not '}there`;
    case 'BLOCK_TOLD':
      return `${who} sees that block ${observed.at} of its chain is ${observed.isThere ? '' : 'not '}there`;
    case 'RUN_TOLD':
      return `${who} counts the first ${observed.blocks} of its chain`;
    case 'ACCESSED':
      return observed.registered === UNREGISTERED
        ? `an address of epoch ${observed.since} is used, and ${who} is not registered`
        : `an address of epoch ${observed.since} is used, and ${who} is of epoch ${observed.registered}`;
  }
}
