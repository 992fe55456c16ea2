import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { Content } from '../../cache/cache-protocol.js';
import type { Slot } from '../../cache/dram-tier.js';
import { nextPut, type SdkContext, thisRead } from '../../cache/sdk-context.js';
import type { ServerContext } from '../../cache/server-context.js';
import type { InstanceContext } from '../../cache/caching-instance.js';
import { cacheObserved } from './cache-observed.js';
import { saidText } from './said.js';

/** Sentences for the counterexamples of the context cache: who looks for, reads, writes and evicts which block. */
export const contextCacheWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => {
    const [kind, at] = id.split('.');
    if (kind === 'instance' || kind === 'sdk') return [`instance ${at}`];
    return kind === 'server' || kind === 'memory' ? [`server ${at}`] : ['the pool'];
  },
  describe: {
    step: stepText,
    move: moveText,
    place: placeText,
    cell: cellText,
    observed: (id, event) => cacheObserved(nameOf(id), event),
  },
  waitsFor,
};

const nameOf = (id: string): string => {
  const [kind, at, rank] = id.split('.');
  if (kind === 'sdk') return rank === undefined ? `instance ${at}` : `rank ${rank} of instance ${at}`;
  return at === undefined ? id : `${kind} ${at}`;
};

/** What a step of an SDK was: what it asked for, and what it was told. */
function sdkText(id: string, timer: string, before: View, after: View): string | undefined {
  const who = nameOf(id);
  const was = before.context<SdkContext>(id);
  const is = after.context<SdkContext>(id);
  const key = was.chain[was.at]?.key;
  switch (timer) {
    case 'ask in reading.looking':
      return `${who} looks for ${key}, which is ${is.found > was.found ? 'there' : 'not there'}${clearedText(was, is)}`;
    case 'ask in reading.loading':
      if (after.matches(id, { reading: { awaitingAddress: 'timed' } }))
        return `${who} asks for the address of ${key} (read ${thisRead(is)})`;
      if (after.matches(id, { reading: 'copying' }))
        return `${who} is told where ${key} is: slot ${is.address!.slot} of ${nameOf(is.address!.server)}`;
      return after.matches(id, { reading: 'awaitingAddress' })
        ? `${who} asks for ${key}, which is to be read from EVS`
        : `${who} asks for ${key}, which is not to be had any more`;
    case 'read in reading.copying':
      if (after.matches(id, { reading: 'checking' }))
        return `${who} reads slot ${was.address!.slot} of ${nameOf(was.address!.server)} as ${key}, and asks whether it was kept in its place: ${contentText(is.contents[was.at]!)}`;
      return is.found > was.found
        ? `${who} reads slot ${was.address!.slot} of ${nameOf(was.address!.server)} as ${key}: ${contentText(is.contents[was.at]!)}`
        : `${who} reads slot ${was.address!.slot} of ${nameOf(was.address!.server)} as ${key}, in vain`;
    case 'ask in storing.starting': {
      const wanted = was.toStore[0]?.block.key;
      if (after.matches(id, { storing: 'asking' }))
        return `${who} asks for space for ${wanted} (put ${nextPut(is)})`;
      return is.posted.length > was.posted.length
        ? `${who} is given slot ${is.posted.at(-1)!.address.slot} of ${nameOf(is.posted.at(-1)!.address.server)} for ${wanted}, and its engine the write (put ${is.posted.at(-1)!.put})`
        : `${who} asks for space for ${wanted}, and is given none`;
    }
    case 'transfer in sdma.transferring': {
      const { put, address, page } = was.posted[0]!;
      return `the engine of ${who} writes ${contentText(was.contents[page]!)} to slot ${address.slot} of ${nameOf(address.server)} (put ${put})`;
    }
    case 'tell in storing.ending':
      return `${who} ends the put of ${was.put!.key} (${was.put!.put})`;
    case 'patience in storing.writing.timed':
      return `${who} waits no longer for the write of ${was.put!.key} (put ${was.put!.put})`;
    case 'patience in reading.awaitingAddress.timed':
    case 'patience in reading.checking.timed':
      return `${who} waits no longer for the answer to read ${thisRead(was)}, and does without ${key}`;
    case 'patience in storing.asking.timed':
      return `${who} waits no longer for the answer to put ${nextPut(was)}`;
    default:
      return undefined;
  }
}

/** An instance that has all pages to itself begins to load into them; what was in them is no more. */
const clearedText = ({ contents, toStore }: SdkContext, is: SdkContext): string =>
  contents.some((content) => content !== null) && is.contents.every((content) => content === null)
    ? `, and clears its pages for what it is to load${toStore.length === 0 ? '' : ', though they are still being stored'}`
    : '';

/** Blocks of a server that are in one state and not in the other. */
const gone = (one: readonly Slot[], other: readonly Slot[]): string =>
  one
    .filter(
      ({ state, key }) =>
        state === 'complete' && !other.some((slot) => slot.state === 'complete' && slot.key === key),
    )
    .map(({ key }) => key)
    .join(', ');

/** What is between the words before and behind it in the label of a timer. */
const named = (timer: string, pattern: RegExp): string | undefined => pattern.exec(timer)?.[1];

function serverText(id: string, timer: string, before: View, after: View): string | undefined {
  const who = nameOf(id);
  const was = before.context<ServerContext>(id).tier.slots;
  const is = after.context<ServerContext>(id).tier.slots;
  const old = named(timer, /^age of ([^:]+):/u);
  if (old !== undefined) return `${who} has waited long for put ${old}: another one may take its place`;
  const limit = named(timer, /^limit of ([^:]+):/u);
  if (limit !== undefined) return `${who} takes back the slot of put ${limit}`;
  const reader = named(timer, /^lease of (\S+) at/u);
  if (reader !== undefined) return `the lease of ${nameOf(reader)} at ${who} ends`;
  if (timer.startsWith('evict')) return `${who} is above its threshold, and evicts ${gone(was, is)}`;
  if (timer.startsWith('flush')) {
    // A server that keeps no account of it writes the first one again.
    const flushed =
      was.find(({ isDirty }, at) => isDirty && !is[at]!.isDirty) ?? was.find(({ isDirty }) => isDirty);
    return flushed === undefined ? `${who} writes nothing to EVS` : `${who} writes ${flushed.key} to EVS`;
  }
  if (timer.startsWith('load')) {
    const loading = was.find(({ state }) => state === 'loading');
    return gone(is, was) === ''
      ? `EVS does not have ${loading?.key} any more`
      : `${loading?.key} is read from EVS into ${who}`;
  }
  if (timer.startsWith('notice'))
    return `the controller notices that ${who} is lost, and places its keys on others`;
  if (!timer.startsWith('restart')) return undefined;
  return before.context<ServerContext>(id).isAway ? `${who} joins` : `${who} joins again`;
}

/** A message that has come, or is lost. */
function messageText({ kind, event, to }: Extract<Step, { readonly lane: string }>): string | undefined {
  if (event.type === 'VIEW') return `${nameOf(to)} is told of the changed view`;
  const said = saidText(event);
  if (said === undefined) return undefined;
  return kind === 'drop' ? `${said} is lost on its way to ${nameOf(to)}` : `${nameOf(to)} has ${said}`;
}

function stepText(step: Step, before: View, after: View | undefined): string | undefined {
  if (step.kind === 'stimulus' && step.event.type === 'LOSE')
    return `${nameOf(step.component)} is lost, with what is in its memory`;
  if (step.kind === 'stimulus' && step.event.type === 'DIE')
    return `the process of ${nameOf(step.component)} dies`;
  if (step.kind === 'deliver' || step.kind === 'drop') return messageText(step);
  if (step.kind !== 'timer' || after === undefined) return undefined;
  const id = step.component;
  const { timer } = step;
  if (id.startsWith('sdk.')) return sdkText(id, timer, before, after);
  if (id.startsWith('server.')) return serverText(id, timer, before, after);
  if (!id.startsWith('instance.')) return undefined;
  const { ended, requests } = before.context<InstanceContext>(id);
  const chain = (requests[ended] ?? requests.at(-1)!)[0]!;
  if (before.matches(id, 'computing'))
    return `${nameOf(id)} has computed the rest of ${chain.at(-1)!.key}, which is to be stored`;
  return `${nameOf(id)} is asked for ${chain.map(({ key }) => key).join(', ')}`;
}

function moveText(id: string, before: View, after: View): string | undefined {
  if (id.startsWith('server.')) return serverMove(id, before, after);
  if (!id.startsWith('sdk.')) return undefined;
  const was = before.context<SdkContext>(id);
  const is = after.context<SdkContext>(id);
  if (is.puts > was.puts) return `${nameOf(id)} begins to store ${is.put?.key ?? 'a block'}`;
  if (is.found > was.found) return `${nameOf(id)} finds ${is.chain[was.at]?.key}`;
  return was.posted.length > is.posted.length ? `${nameOf(id)} has written ${was.posted[0]!.key}` : undefined;
}

/** What has become of the slots of a server. */
function serverMove(id: string, before: View, after: View): string | undefined {
  const who = nameOf(id);
  const was = before.context<ServerContext>(id).tier.slots;
  const is = after.context<ServerContext>(id).tier.slots;
  if (gone(was, is) !== '') return `${who} evicts ${gone(was, is)}`;
  if (gone(is, was) !== '') return `${who} has ${gone(is, was)} from EVS`;
  const flushed = was.find(({ isDirty }, at) => isDirty && !is[at]!.isDirty);
  if (flushed !== undefined) return `${who} writes ${flushed.key} to EVS`;
  const ended = was.findIndex(({ readers }, at) => readers.length > is[at]!.readers.length);
  return ended < 0 ? undefined : `a lease at slot ${ended} of ${who} ends`;
}

function placeText(id: string, path: readonly string[]): string | undefined {
  const [first, second, third] = path;
  if (second === undefined) return undefined;
  if (id.startsWith('memory.') && first === 'contents')
    return `slot ${second} of ${nameOf(id).replace('memory', 'server')}`;
  if (id.startsWith('server.') && second === 'slots')
    return `what ${nameOf(id)} knows of ${third === undefined ? 'its slots' : `slot ${third}`}`;
  if (id.startsWith('sdk.') && first === 'contents') return `page ${second} of ${nameOf(id)}`;
  return undefined;
}

/** What is in a slot or a page. */
const contentText = (content: Content | null): string =>
  content === null ? 'nothing' : `block ${content.key}${madeOf(content)}`;

/** What a block was computed of, where its key does not tell. */
const madeOf = ({ key, holds }: Content): string => (key.endsWith(holds) ? '' : `, computed of ${holds}`);

function cellText(id: string, path: readonly string[], value: unknown): string | undefined {
  if (path[0] !== 'contents' || path.length !== 2 || !/^(?:memory|sdk)\./u.test(id)) return undefined;
  return contentText(value as Content | null);
}

/** What servers have in their slots: `server 0 has d in its only slot`. */
function slotsText(view: View, servers: readonly string[]): string {
  const texts = servers.map((server) => {
    const { tier, slots } = view.context<ServerContext>(server);
    const keys = tier.slots.filter(({ state }) => state !== 'free').map(({ key }) => key);
    const where = slots === 1 ? 'its only slot' : `its ${slots} slots`;
    return `${nameOf(server)} has ${keys.length === 0 ? 'nothing' : keys.join(' and ')} in ${where}`;
  });
  return texts.join(', ');
}

/** An instance waits for its ranks, and a rank for the server that reads a block from EVS, or for a slot to store a block in. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (id.startsWith('sdk.') && view.matches(id, { reading: 'awaitingAddress' })) {
    const context = view.context<SdkContext>(id);
    const { chain, at } = context;
    const servers = view.components.filter((other) => other.startsWith('server.'));
    return [
      {
        of: servers,
        words: `waits to be told where ${chain[at]!.key} is: ${slotsText(view, servers)}`,
        given: { to: id, event: { type: 'MISS', read: thisRead(context) } },
      },
    ];
  }
  if (id.startsWith('sdk.') && view.matches(id, { storing: 'starting' })) {
    const [next] = view.context<SdkContext>(id).toStore;
    const servers = view.components.filter((other) => other.startsWith('server.'));
    if (next === undefined) return [];
    const words = `asks for a slot for ${next.block.key}: ${slotsText(view, servers)}`;
    return [{ of: servers, words, given: { to: id, event: { type: 'THERE' } } }];
  }
  if (!id.startsWith('instance.')) return [];
  const { ranks } = view.context<InstanceContext>(id);
  if (view.matches(id, 'awaitingPages')) {
    const storing = ranks.filter((rank) => !view.matches(rank, { storing: 'idle' }));
    return [{ of: storing, words: 'waits for its pages', given: { to: id, event: { type: 'STORED' } } }];
  }
  if (!view.matches(id, 'looking') && !view.matches(id, 'loading')) return [];
  const busy = ranks.filter((rank) => !view.matches(rank, { reading: 'idle' }));
  // What it is told, it acts on at its ranks, which must be done for that.
  return [{ of: busy, words: 'waits for its ranks' }];
}
