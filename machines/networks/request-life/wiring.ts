import type { AnyStateMachine } from 'xstate';
import type { ComponentSpec } from '../../../src/index.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { decodeLoop, type LoopInput } from '../../serving/decode-loop.js';
import { decodePages } from '../../serving/decode-pages.js';
import type { PagesInput } from '../../serving/decode-page-list.js';
import { decodeReceive } from '../../serving/decode-receive.js';
import { type GlobalSchedulerInput, globalScheduler, receiverAt } from '../../serving/global-scheduler.js';
import { instanceRouter, type RouterInput } from '../../serving/instance-router.js';
import { type Mishap, mishaps, type MishapsInput } from '../../serving/mishaps.js';
import { type HealthInput, nodeHealth } from '../../serving/node-health.js';
import { prefillScheduler } from '../../serving/prefill-scheduler.js';
import type { PrefillSchedulerInput } from '../../serving/prefill-tasks.js';
import { prefillWorker, type WorkerInput } from '../../serving/prefill-worker.js';
import type { ReceiveInput } from '../../serving/receive-attempt.js';
import { type ClientInput, servingClient } from '../../serving/serving-client.js';
import { channelsOf } from './channels.js';
import { promptOf, type RequestLifeShape } from './parameters.js';

/** A prefill node by the ids of its components. */
export interface PrefillNode {
  readonly node: string;
  readonly scheduler: string;
  readonly worker: string;
  readonly health: string;
}

/** A decode node by the ids of its components. */
export interface DecodeNode {
  readonly node: string;
  readonly pages: string;
  readonly loop: string;
  readonly health: string;
  /** By request: what the background thread does for it. */
  readonly receivers: readonly string[];
}

export interface RequestLifeWiring extends NetworkWiring {
  readonly shape: RequestLifeShape;
  readonly scheduler: string;
  readonly router: string;
  readonly mishaps: string;
  readonly clients: readonly string[];
  readonly prefills: readonly PrefillNode[];
  readonly decodes: readonly DecodeNode[];
}

/** How a network is put together. */
export interface RequestLifeParts {
  /** How many that came later the pages of a decode node are given to before one that waits. */
  readonly overtakesOf: (shape: RequestLifeShape) => number;
}

export const LIFE_PARTS: RequestLifeParts = { overtakesOf: ({ overtakes }) => overtakes };

const SCHEDULER = 'scheduler';
const ROUTER = 'router';
const MISHAPS = 'mishaps';

const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

const prefillNode = (at: number): PrefillNode => ({
  node: `prefill.${at}`,
  scheduler: `prefill.${at}.scheduler`,
  worker: `prefill.${at}.worker`,
  health: `prefill.${at}.health`,
});

function decodeNode(at: number, { requests }: RequestLifeShape): DecodeNode {
  const node = `decode.${at}`;
  return {
    node,
    pages: `${node}.pages`,
    loop: `${node}.loop`,
    health: `${node}.health`,
    receivers: count(requests).map((request) => receiverAt(node, request)),
  };
}

type Components = [string, ComponentSpec][];

function prefillComponents(
  shape: RequestLifeShape,
  at: number,
  { node, scheduler, worker, health }: PrefillNode,
  readers: readonly string[],
): Components {
  const parts = [scheduler, worker];
  const left = at === 0 ? shape.left : 'clean';
  const healthInput: HealthInput = { node, parts, readers, scheduler, left };
  return [
    [
      scheduler,
      { machine: prefillScheduler, input: { node } satisfies PrefillSchedulerInput, aliases: { worker } },
    ],
    [
      worker,
      {
        machine: prefillWorker,
        input: { chunks: shape.chunks } satisfies WorkerInput,
        aliases: { scheduler },
      },
    ],
    [health, { machine: nodeHealth, input: healthInput }],
  ];
}

function decodeComponents(
  shape: RequestLifeShape,
  { node, pages, loop, health, receivers }: DecodeNode,
  { overtakesOf }: RequestLifeParts,
): Components {
  const { growth, handles, tokens, tail, drafts } = shape;
  const overtakes = overtakesOf(shape);
  const healthInput: HealthInput = {
    node,
    parts: [...receivers, pages, loop],
    readers: [],
    scheduler: '',
    left: 'clean',
  };
  const inputOf = (self: string, request: number): ReceiveInput => ({
    self,
    request,
    prompt: promptOf(shape, request),
    growth,
    handles,
  });
  return [
    ...receivers.map((id, request): [string, ComponentSpec] => [
      id,
      { machine: decodeReceive, input: inputOf(id, request), aliases: { pages, loop } },
    ]),
    [pages, { machine: decodePages, input: { node, pages: shape.pages, overtakes } satisfies PagesInput }],
    [loop, { machine: decodeLoop, input: { tokens, tail, drafts } satisfies LoopInput, aliases: { pages } }],
    [health, { machine: nodeHealth, input: healthInput }],
  ];
}

/** What may go wrong with this shape, and where. */
function mishapsOf(
  { aborts, by, deaths, of, requests }: RequestLifeShape,
  clients: readonly string[],
  prefills: readonly PrefillNode[],
  decodes: readonly DecodeNode[],
): Mishap[] {
  const isBy = (who: RequestLifeShape['by']) => aborts > 0 && (by === 'any' || by === who);
  const isOf = (which: RequestLifeShape['of']) => deaths > 0 && (of === 'any' || of === which);
  const receivers = decodes.flatMap((each) => each.receivers.map((to, request) => ({ to, request })));
  return [
    ...(isBy('client') ? clients.map((to): Mishap => ({ type: 'LEAVE', to })) : []),
    ...(isBy('prefill')
      ? prefills.flatMap(({ scheduler: to }) =>
          count(requests).map((request): Mishap => ({ type: 'GIVE_UP', to, request })),
        )
      : []),
    ...(isBy('decode') ? receivers.map((each): Mishap => ({ type: 'GIVE_UP', ...each })) : []),
    ...(isBy('transport') ? receivers.map(({ to }): Mishap => ({ type: 'BREAK', to })) : []),
    ...(isOf('prefill') ? prefills.map(({ health: to }): Mishap => ({ type: 'DIE', to })) : []),
    ...(isOf('decode') ? decodes.map(({ health: to }): Mishap => ({ type: 'DIE', to })) : []),
  ];
}

/**
 * Clients, the global scheduler, a router, prefill and decode nodes, and what may go wrong with them (docs/paper/facts.md 3 and 9).
 *
 * @param shape how many there are of each, and what may go wrong
 * @param parts what is left out is as in `LIFE_PARTS`
 * @param parts.router what gives work to nodes: it is given a `RouterInput`, hears `RouterEvent`s, and answers as `instanceRouter` does
 */
export function requestLifeWiring(
  shape: RequestLifeShape,
  {
    router = instanceRouter,
    ...parts
  }: Partial<RequestLifeParts> & { readonly router?: AnyStateMachine } = {},
): RequestLifeWiring {
  const all = { ...LIFE_PARTS, ...parts };
  const clients = count(shape.requests).map((request) => `client.${request}`);
  const prefills = count(shape.prefills).map(prefillNode);
  const decodes = count(shape.decodes).map((at) => decodeNode(at, shape));
  const receivers = decodes.flatMap((each) => each.receivers);
  const routerInput: RouterInput = {
    prefill: prefills.map(({ node, scheduler }) => ({ node, entries: [scheduler] })),
    decode: decodes.map(({ node, receivers: entries }) => ({ node, entries })),
  };
  const possible = mishapsOf(shape, clients, prefills, decodes);
  return {
    shape,
    components: Object.fromEntries<ComponentSpec>([
      ...prefills.flatMap((node, at) => prefillComponents(shape, at, node, receivers)),
      ...decodes.flatMap((node) => decodeComponents(shape, node, all)),
      [ROUTER, { machine: router, input: routerInput }],
      [
        SCHEDULER,
        {
          machine: globalScheduler,
          input: { clients, retries: shape.retries } satisfies GlobalSchedulerInput,
        },
      ],
      ...clients.map((id, request): [string, ComponentSpec] => [
        id,
        { machine: servingClient, input: { request } satisfies ClientInput },
      ]),
      [
        MISHAPS,
        {
          machine: mishaps,
          input: { aborts: shape.aborts, deaths: shape.deaths } satisfies MishapsInput,
          stimuli: possible,
        },
      ],
    ]),
    channels: channelsOf(shape),
    scheduler: SCHEDULER,
    router: ROUTER,
    mishaps: MISHAPS,
    clients,
    prefills,
    decodes,
  };
}
