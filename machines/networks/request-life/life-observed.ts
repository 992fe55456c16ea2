import type { AnyEventObject } from 'xstate';
import type { StepBegun, StepRun } from '../../serving/decode-loop.js';
import type { PagesObservation } from '../../serving/decode-page-messages.js';
import type { AttemptStarted } from '../../serving/global-scheduler.js';
import type { NodeChosen } from '../../serving/instance-router.js';
import type { MishapObservation } from '../../serving/mishaps.js';
import type { NodeDied } from '../../serving/node-health.js';
import type { PrefillObservation } from '../../serving/prefill-scheduler.js';
import type { ChunkObservation } from '../../serving/prefill-worker.js';
import type { Blamed, NoneLeft, WorkGiven } from '../../serving/request-messages.js';
import type { ClientObservation } from '../../serving/serving-client.js';
import { attemptText, listed, nodeText } from './words-of-parts.js';

type Observation =
  | AttemptStarted
  | Blamed
  | ChunkObservation
  | ClientObservation
  | MishapObservation
  | NodeChosen
  | NodeDied
  | NoneLeft
  | PagesObservation
  | PrefillObservation
  | StepBegun
  | StepRun
  | WorkGiven;

const MISHAPS = { LEAVE: 'leaves', GIVE_UP: 'gives up', BREAK: 'loses a part of a transfer', DIE: 'dies' };

const mishapText = ({ what, to, request }: MishapObservation): string =>
  `${to} ${MISHAPS[what]}${request === undefined ? '' : ` request ${request}`}`;

/** What a part of request-life tells of itself, for who reads what a claim has seen. */
export function lifeObserved(id: string, event: AnyEventObject): string {
  const observed = event as unknown as Observation;
  switch (observed.type) {
    case 'ATTEMPT_STARTED':
      return `attempt ${observed.attempt} of request ${observed.request} begins`;
    case 'BLAMED':
      return `${nodeText(observed.node)} is taken for dead`;
    case 'WORK_GIVEN':
      return `${attemptText(observed)} is given to ${nodeText(observed.node)}`;
    case 'NONE_LEFT':
      return `for ${attemptText(observed)} no ${observed.cluster} node is said to be left`;
    case 'MISHAP':
      return mishapText(observed);
    case 'NODE_CHOSEN':
      return `${nodeText(observed.node)} is chosen, of ${listed(
        Object.entries(observed.loads).map(([node, load]) => `${nodeText(node)} ${loadText(load)}`),
      )}`;
    case 'NODE_DIED':
      return `${nodeText(observed.node)} dies`;
    case 'ASKED':
      return `client ${observed.request} asks`;
    case 'CLIENT_LEFT':
      return `client ${observed.request} leaves`;
    case 'TOKEN_RECEIVED':
      return `client ${observed.request} has token ${observed.index}${observed.of === observed.request ? '' : `, which was computed for request ${observed.of}`}`;
    case 'TOLD_END':
      return `client ${observed.request} is told that its request is ${observed.outcome}${observed.reason === '' ? '' : `: ${observed.reason}`}`;
    case 'PAGES_TAKEN':
      return `${nodeText(observed.node)} gives away ${pagesText(observed.pages)}`;
    case 'PAGES_RETURNED':
      return `${nodeText(observed.node)} has ${pagesText(observed.pages)} back`;
    case 'QUEUED':
      return `${attemptText(observed)} waits for pages`;
    case 'WITHDRAWN':
      return `${attemptText(observed)} waits for pages no more`;
    case 'SERVED':
      return `${attemptText(observed)} is given pages`;
    case 'SOURCE_TAKEN':
      return `${nodeText(observed.node)} has the prompt of ${attemptText(observed)}`;
    case 'SOURCE_RETURNED':
      return `${nodeText(observed.node)} has let go of the prompt of ${attemptText(observed)}`;
    case 'PREFIX_LOOKED_UP':
      return `the prefix of ${attemptText(observed)} is ${observed.isStored ? '' : 'not '}stored`;
    case 'CHUNK_COMPUTED':
      return `a chunk of the prompt of ${attemptText(observed)} is computed`;
    case 'PROMPT_COMPUTED':
      return `the prompt of ${attemptText(observed)} is told as computed${observed.isWhole ? '' : ' in part'}`;
    case 'STEP_BEGUN':
      return `${nodeText(id)} begins a step with ${listed(observed.members.map(attemptText))}`;
    case 'STEP_RUN':
      return `${nodeText(id)} runs a step ${observed.path === 'graph' ? 'as the graph of decode steps' : 'without a graph'}: ${listed(
        observed.members.map(
          (each) => `${attemptText(each)}${each.isPrefill ? ', the rest of whose prompt it computes' : ''}`,
        ),
      )}`;
  }
}

const loadText = (load: number): string => (load < 0 ? 'that is down' : `with ${load}`);

const pagesText = (pages: readonly number[]): string =>
  `${pages.length === 1 ? 'page' : 'pages'} ${listed(pages.map(String))}`;
