import type { NetworkTelling, Step, View } from '../../../src/index.js';
import type { Cell } from '../../die/receive-window.js';
import type { Add, Copy, Flag, Write } from '../../die/window-protocol.js';
import type { OperatorContext } from '../../moe/fused-operator.js';
import type { CombinedToken } from '../../moe/numbers.js';
import { placeOf } from '../../moe/placement.js';
import type { WaitingCoresContext } from '../../moe/waiting-cores.js';
import { flagAddress } from '../../moe/window-layout.js';
import type { Routing } from '../../moe/protocol.js';
import type { DispatchCombineShape } from './parameters.js';
import { diesText, observedText } from './observed.js';
import { partOf } from './parts.js';

type Message = Extract<Step, { readonly from: string }>;

/** Sentences for the counterexamples of dispatch-combine: dies, tokens and slots in place of components, events and addresses. */
export class DispatchCombineWords {
  constructor(private readonly shape: DispatchCombineShape) {}

  get telling(): Pick<NetworkTelling, 'describe' | 'group' | 'subject'> {
    return {
      group: (id) => this.group(id),
      describe: {
        step: (step, before, after) => this.step(step, before, after),
        move: (id, before, after) => this.move(id, before, after),
        place: (id, path) => this.place(id, path),
        cell: (_, path, value) => this.cell(path, value),
        change: (_, path, before, after, step) =>
          changeOf(path, before as Cell | undefined, after as Cell | undefined, step),
        observed: (id, event) =>
          observedText(
            { item: (item) => this.item(item), tokens: (routing, die) => this.tokens(routing, die) },
            id,
            event,
          ),
      },
      // What windows tell of a slot or a flag says where it lies.
      subject: (_, __, cause) => {
        const { type, component, address, source } = cause ?? { type: '' };
        const at: unknown = type === 'FLAGGED' ? flagAddress(this.shape, source as number) : address;
        if (typeof component !== 'string' || typeof at !== 'number') return undefined;
        return { component, path: ['cells', String(at)] };
      },
    };
  }

  private group(id: string): readonly string[] {
    const { die, microbatch } = partOf(id);
    return [`die ${die}`, ...(microbatch === undefined ? [] : [`microbatch ${microbatch}`])];
  }

  private step(step: Step, before: View, after: View | undefined): string | undefined {
    switch (step.kind) {
      case 'stimulus':
        return this.stimulus(step);
      case 'timer':
        return this.timer(step.component, step.timer, before, after);
      case 'crash':
        return undefined;
      default:
        return this.message(step);
    }
  }

  private stimulus({ component, event }: Extract<Step, { readonly kind: 'stimulus' }>): string | undefined {
    const { die } = partOf(component);
    if (event.type === 'FAIL') return `die ${die} fails`;
    if (event.type === 'LINK_DOWN') return `die ${die}'s link goes down`;
    if (event.type !== 'ROUTE') return undefined;
    const routing = event.routing as Routing;
    const begins = 'its FusedDispatch begins';
    if (routing.length === 0) return `die ${die} has no tokens; ${begins}`;
    return `die ${die} routes ${this.tokens(routing, die)}; ${begins}`;
  }

  private timer(id: string, timer: string, view: View, after: View | undefined): string | undefined {
    const { die, kind, core } = partOf(id);
    const name = timer.split(' ')[0]!;
    const of = kind === 'dispatch' ? 'FusedDispatch' : 'FusedCombine';
    if (kind === 'expert') return `die ${die} computes with its tokens${this.ofItem(view, id)}`;
    if (kind === 'ub') return `die ${die}'s link is ${name === 'retrain' ? 'up again' : 'retrained'}`;
    if (core === 'wait') return `die ${die}'s wait of ${of} comes to its limit${limitText(id, after)}`;
    if (core !== '') {
      const done = {
        sendChunk: 'posts its next store',
        load: 'has loaded a token',
        quantise: 'has quantised a token',
        store: 'posts a store',
      };
      const words = done[name as keyof typeof done] as string | undefined;
      return words === undefined ? undefined : `die ${die}'s core of ${of} ${words}`;
    }
    if (name !== 'gather') return undefined;
    const operation = this.ofItem(view, id);
    return kind === 'dispatch'
      ? `die ${die} takes its tokens${operation} out of the window`
      : `die ${die} reads the results for its tokens${operation}, and sums them`;
  }

  private message({ kind, from, to, event }: Message): string | undefined {
    const sender = partOf(from).die;
    const receiver = partOf(to);
    const isLost = kind === 'drop';
    const fate = (arrives: string) =>
      isLost ? 'is lost' : kind === 'duplicate' ? `${arrives} twice` : arrives;
    switch (event.type) {
      case 'POST':
        return `die ${receiver.die}'s path takes the store of its core`;
      case 'WRITE':
        return this.write(event as unknown as Write, sender, to, isLost);
      case 'FLAG': {
        const { address } = event as unknown as Flag;
        const whose = sender === receiver.die ? 'itself' : `die ${receiver.die}`;
        return `die ${sender}'s flag for ${whose} ${fate('is visible')} (${to}, cell ${address})`;
      }
      case 'ADD': {
        const { item, address } = event as unknown as Add;
        return `die ${sender}'s result${this.item(item)} ${fate('is counted')} at die ${receiver.die} (${to}, cell ${address})`;
      }
      case 'ACK':
        return `die ${receiver.die} ${isLost ? 'is not told' : 'is told'} that die ${sender} has read its slots`;
      case 'READ':
        return `die ${sender} reads slots of die ${receiver.die} over the fabric`;
      case 'DATA':
        return `die ${receiver.die} receives what it has read of die ${sender}`;
      default:
        return undefined;
    }
  }

  private write({ copy, address }: Write, sender: number, to: string, isLost: boolean): string {
    const place = this.slot(to, address);
    const what = copy.of === 'combine' ? `its ${this.copy(copy)}` : this.copy(copy);
    return isLost
      ? `die ${sender}'s store into ${place} is lost`
      : `die ${sender} stores ${what} into ${place}`;
  }

  /** `token 0 of microbatch 1`, `result for token 0 of microbatch 1`. */
  private copy({ of, token, item }: Copy): string {
    return `${of === 'combine' ? 'result for ' : ''}token ${token}${this.item(item)}`;
  }

  /** Which layer and microbatch, where there are several. */
  private item(item: number): string {
    const { microbatches, layers } = this.shape;
    const microbatch = microbatches > 1 ? ` of microbatch ${item % microbatches}` : '';
    const layer =
      layers > 1 ? `${microbatch === '' ? ' of' : ','} layer ${Math.floor(item / microbatches)}` : '';
    return `${microbatch}${layer}`;
  }

  /** As `item`, of what is dispatched as a whole. */
  private whole(view: View, id: string): string {
    return this.ofItem(view, id).replace(/^ of/, '');
  }

  private get flags(): string {
    return `flags to ${this.shape.dies === 2 ? 'both' : 'all'}`;
  }

  private tokensOf(view: View, id: string): string {
    const { routing, die } = view.context<OperatorContext>(id);
    return this.tokens(routing, die);
  }

  /** Where the tokens of a die go. */
  private tokens(routing: Routing, die: number): string {
    const place = (expert: number) => {
      const host = `die ${placeOf(this.shape, expert, die).die}`;
      return this.shape.expertsPerDie === 1 ? host : `expert ${expert} on ${host}`;
    };
    return routing
      .map((experts, token) => `token ${token} to ${experts.map(place).join(' and ')}`)
      .join(', ');
  }

  private ofItem(view: View, id: string): string {
    return this.item(view.context<Pick<OperatorContext, 'item'>>(id).item);
  }

  private slot(window: string, address: number): string {
    const { die, of, half } = partOf(window);
    return `die ${die}'s ${of} half ${half}, slot ${address}`;
  }

  private place(id: string, [field, key]: readonly string[]): string | undefined {
    const { kind, die, half, core } = partOf(id);
    if (field !== 'cells' || key === undefined) return undefined;
    if (kind === 'window') return this.slot(id, Number(key));
    const polled = core === '' ? '' : `, polled by ${core.replace('core', 'core ')}`;
    return `die ${die}'s cell ${key} for flags, half ${half}${polled}`;
  }

  private cell([field, key, ...within]: readonly string[], value: unknown): string | undefined {
    if (key === undefined || within.length > 0) return undefined;
    if (field === 'combined' && key === 'tokens') return sumsText(value as readonly CombinedToken[]);
    return field === 'cells' ? this.content(value as Cell | undefined) : undefined;
  }

  private content(value: Cell | undefined): string {
    switch (value?.kind) {
      case 'slot':
        return this.copy(value.copy);
      case 'flag':
        return `the flag of die ${value.source}${this.item(value.item)}`;
      case 'counter':
        return `${value.adds.length} counted`;
      case 'acknowledged':
        return `operation ${value.operation} is acknowledged`;
      default:
        return 'nothing';
    }
  }

  /** What a step brings an operator to, and the experts: their cores and the memory are parts of it. */
  private move(id: string, before: View, after: View): string | undefined {
    const { kind, die } = partOf(id);
    const came = (from: string, to: string) => before.matches(id, from) && after.matches(id, to);
    const left = (from: string) => before.matches(id, from) && !after.matches(id, from);
    const who = `die ${die}`;
    if (kind === 'expert' && left('computing')) return `${who} computes`;
    if (kind === 'dispatch') {
      if (came('idle', 'sending'))
        return `${who} dispatches${this.whole(after, id)}: ${this.tokensOf(after, id)}`;
      if (came('idle', 'waiting'))
        return `${who} dispatches${this.whole(after, id)} without tokens, ${this.flags}`;
      if (came('sending', 'waiting')) return `${who} sends ${this.flags}`;
      if (came('waiting', 'gathering')) return `${who} has its flags`;
      if (left('gathering')) return `${who} takes its tokens`;
    }
    if (kind !== 'combine') return undefined;
    if (left('sending')) return `${who} has sent its results${this.ofItem(before, id)}`;
    if (came('waiting', 'gathering')) return `${who} has its results`;
    if (before.matches(id, 'idle') && !after.matches(id, 'idle'))
      return `${who} begins FusedCombine${this.ofItem(after, id)}`;
    return left('gathering') ? `${who} sums its tokens${this.ofItem(before, id)}` : undefined;
  }
}

/** What becomes of a wait at its limit. */
function limitText(id: string, after: View | undefined): string {
  if (after === undefined) return '';
  const { suspects } = after.context<WaitingCoresContext>(id);
  const found = suspects.length === 0 ? '' : `, finds ${diesText(suspects)} dead`;
  if (after.matches(id, 'givenUp')) return `${found}, and gives up`;
  if (after.matches(id, { polling: 'limited' })) return ', finds nobody dead, and waits on';
  return after.matches(id, { polling: 'unlimited' }) ? `${found}, and waits on all the same` : found;
}

function changeOf(
  [field]: readonly string[],
  before: Cell | undefined,
  after: Cell | undefined,
  step: Step,
): string | undefined {
  if (field !== 'cells') return undefined;
  // Slots are read when an operator has gathered, or over the fabric; who begins an operation zeroes them.
  if (after === undefined) return before?.kind === 'slot' && step.kind !== 'stimulus' ? 'read' : 'zeroed';
  if (after.kind === 'slot') return before === undefined ? 'written' : 'overwritten';
  if (after.kind === 'counter') return 'counted';
  if (before?.kind !== 'flag' || after.kind !== 'flag' || before.isSeen) return 'stored';
  return after.isSeen ? 'acted on' : 'overwritten';
}

/** What tokens were summed to, in hexadecimal. */
const sumsText = (tokens: readonly CombinedToken[]): string =>
  tokens.length === 0
    ? 'nothing'
    : tokens
        .map(
          ({ token, experts, output }) => `token ${token} of experts ${experts.join(' and ')} is ${output}`,
        )
        .join(', ');
