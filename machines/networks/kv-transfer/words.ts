import type { NetworkTelling, Step, View } from '../../../src/index.js';
import type { PagePoolContext } from '../../serving/page-pool.js';
import type { QueuePairContext } from '../../serving/queue-pair.js';
import type { KvLeaseContext } from '../../serving/kv-lease.js';
import type { TransferEngineContext } from '../../serving/transfer-engine.js';
import { type Kv, RECORD, type WorkRequest } from '../../serving/work-request.js';
import { names } from './transfer-ids.js';
import { transferObserved } from './transfer-observed.js';
import { waitsOf } from './transfer-waits.js';
import type { KvTransferWiring, WiredTransfer } from './wiring.js';

type Message = Extract<Step, { readonly from: string }>;

/** `prefill 0`, of `prefill.0` and of what is on it. */
const nodeText = (id: string): string => id.split('.').slice(0, 2).join(' ');

const pagesText = (pages: unknown): string => {
  const all = pages as readonly number[];
  return `${all.length === 1 ? 'page' : 'pages'} ${all.join(', ')}`;
};

const blockText = (block: number): string => (block === RECORD ? 'the record' : `block ${block}`);

/** Sentences for the counterexamples of kv-transfer: nodes, requests and pages in place of components and events. */
export class KvTransferWords {
  constructor(private readonly wiring: KvTransferWiring) {}

  get telling(): Pick<NetworkTelling, 'describe' | 'group' | 'subject' | 'waitsFor'> {
    return {
      group: (id) => this.group(id),
      describe: {
        step: (step, before) => this.step(step, before),
        place: (id, path) => this.place(id, path),
        cell: (_, path, value) => cellOf(path, value),
        change: (_, path, before, after) => changeOf(path, before, after),
        observed: transferObserved,
      },
      subject: (_, __, cause) => this.subject(cause),
      waitsFor: (view, id) => waitsOf(this.wiring, view, id),
    };
  }

  private group(id: string): readonly string[] {
    if (id === names.clients) return ['clients'];
    if (id.startsWith('pair.')) return ['between the nodes'];
    const transfer = this.transferOf(id);
    if (transfer === undefined) return [nodeText(id)];
    return [nodeText(id === transfer.target ? transfer.decode : transfer.prefill)];
  }

  private transferOf(id: string): WiredTransfer | undefined {
    return this.wiring.transfers.find(({ source, target, lease }) => [source, target, lease].includes(id));
  }

  private step(step: Step, before: View): string | undefined {
    switch (step.kind) {
      case 'stimulus':
        return this.stimulus(step);
      case 'timer':
        return this.timer(step.component, step.timer.split(' ')[0]!, before);
      case 'deliver':
        return this.message(step);
      case 'drop':
        return `what tells ${nodeText(this.nodeOf(step.to))} the end of ${this.requestText(step.to)} is lost`;
      default:
        return undefined;
    }
  }

  private nodeOf(id: string): string {
    const transfer = this.transferOf(id);
    if (transfer === undefined) return id;
    return id === transfer.target ? transfer.decode : transfer.prefill;
  }

  private requestText(id: string): string {
    return `request ${this.transferOf(id)?.request}`;
  }

  private stimulus({ component, event }: Extract<Step, { readonly kind: 'stimulus' }>): string {
    if (event.type === 'LEAVE') {
      const at = event.at as string;
      return `${this.requestText(at)} is given up at ${nodeText(this.nodeOf(at))}`;
    }
    return component.startsWith('pair.')
      ? `${this.pairText(component)} fails`
      : `${nodeText(component)} fails`;
  }

  private pairText(id: string): string {
    const pair = this.wiring.pairs.find((each) => each.id === id)!;
    const which = this.wiring.shape.pairs > 1 ? ` ${id.split('.').at(-1)}` : '';
    return `queue pair${which} of ${nodeText(pair.prefill)} and ${nodeText(pair.decode)}`;
  }

  private timer(id: string, timer: string, view: View): string | undefined {
    const node = nodeText(this.nodeOf(id));
    switch (timer) {
      case 'compute':
        return `${node} has computed ${this.requestText(id)}`;
      case 'decode':
        return `${node} decodes ${this.requestText(id)}, and is done with it`;
      case 'poll':
        return `${node} looks at the record of ${this.requestText(id)}`;
      case 'patience':
        return `${node} has waited long enough for ${this.requestText(id)}`;
      case 'tick': {
        const isLast = view.context<KvLeaseContext>(id).left === 1;
        return `the lease of ${this.requestText(id)} ${isLast ? 'is over' : 'runs down'}`;
      }
      case 'post': {
        const [work] = view.context<TransferEngineContext>(id).call!.work;
        return `${node} posts ${this.workText(work!)}`;
      }
      case 'limit':
        return `${node}'s call for request ${view.context<TransferEngineContext>(id).call!.transfer} returns at its time limit`;
      case 'connect':
        return `${this.pairText(id)} is connected`;
      case 'move':
        return this.moved(id, view);
      case 'flush':
        return `${this.pairText(id)} is given up at both ends`;
      case 'detect':
        return `${node} is known to have failed`;
      case 'restart':
        return `${node} is started anew`;
      default:
        return undefined;
    }
  }

  /** What a queue pair is about to move, and where to. */
  private moved(id: string, view: View): string {
    const { posted } = view.context<QueuePairContext>(id);
    const { work } = posted.find(({ isLanded }) => !isLanded)!;
    const late = view.matches(id, 'error') ? ', though its queue pair has failed' : '';
    const { decode } = this.wiring.pairs.find((pair) => pair.id === id)!;
    return `${blockText(work.block)} of request ${work.transfer} lands in ${this.cellText(decode, work.to)}${late}`;
  }

  private workText({ transfer, block, from, to }: WorkRequest): string {
    const { prefill, decode } = this.wiring.transfers[transfer]!;
    const source = block === RECORD ? '' : ` from page ${from} of ${nodeText(prefill)}`;
    return `${blockText(block)} of request ${transfer},${source} to ${this.cellText(decode, to)}`;
  }

  private cellText(node: string, cell: number): string {
    const { decodePages } = this.wiring.shape;
    return `${cell < decodePages ? `page ${cell}` : `record slot ${cell - decodePages}`} of ${nodeText(node)}`;
  }

  private message({ to, event }: Message): string | undefined {
    const node = nodeText(this.nodeOf(to));
    const request = this.requestText(to);
    switch (event.type) {
      case 'PUSH_ORDER':
        return `${node} is asked to write ${request} into ${pagesText(event.pages)} of ${nodeText(this.transferOf(to)!.decode)}`;
      case 'PULL_ORDER':
        return `${node} is asked for ${request}`;
      case 'PREFILLED':
        return `${node} is told that ${request} lies in ${pagesText(event.pages)} of ${nodeText(this.transferOf(to)!.prefill)}`;
      case 'PREFILL_GIVEN_UP':
        return `${node} is told that the prefill of ${request} is given up`;
      case 'STATUS':
        return `${node} is told that ${request} ${event.isDone === true ? 'is written' : 'has failed'}`;
      case 'ABORT':
        return `${node} is told that ${request} is given up`;
      case 'ABORT_SEEN':
        return `${node} is told that nothing is written for ${request} any more`;
      case 'FETCHED':
        return `${node} is told that ${request} needs its pages no more`;
      case 'RENEW':
        return `the lease of ${request} is renewed`;
      case 'COMPLETED': {
        const { transfer, block } = event.work as WorkRequest;
        const fate = event.isDone === true ? 'is moved' : 'ended in an error';
        return `${node} sees that ${blockText(block)} of request ${transfer} ${fate}`;
      }
      default:
        return undefined;
    }
  }

  private place(id: string, [field, at]: readonly string[]): string | undefined {
    if (at === undefined) return undefined;
    if (field === 'owners') return `page ${at} of ${nodeText(id)}`;
    return field === 'kv' ? this.cellText(nodeOfMemory(id), Number(at)) : undefined;
  }

  /** What a page holds, or who owns it, where a claim speaks of one. */
  private subject(
    cause: { readonly type: string } | undefined,
  ): { component: string; path: string[] } | undefined {
    const { type, component, cell, pages } = (cause ?? { type: '' }) as {
      readonly type: string;
      readonly component?: string;
      readonly cell?: number;
      readonly pages?: readonly number[];
    };
    if (component === undefined) return undefined;
    if (type === 'LANDED')
      return { component: names.pool(nodeOfMemory(component)), path: ['owners', String(cell)] };
    if (type === 'KV_READ') return { component, path: ['kv', String(pages![0])] };
    return type === 'PAGES_RELEASED' ? { component, path: ['owners', String(pages![0])] } : undefined;
  }
}

/** `decode.0`, of `decode.0.memory`. */
const nodeOfMemory = (id: string): string => id.split('.').slice(0, 2).join('.');

/** What has become of a page. */
function changeOf(
  [field, at, ...within]: readonly string[],
  before: unknown,
  after: unknown,
): string | undefined {
  if (field !== 'owners' || at === undefined || within.length > 0) return undefined;
  const [had, has] = [before, after].map((owners) => (owners ?? []) as readonly string[]) as [
    string[],
    string[],
  ];
  if (has.length === 0) return 'freed';
  const request = has.find((owner) => !had.includes(owner) && owner.startsWith('request.'));
  if (request !== undefined) return `given to ${request.replace('.', ' ')}`;
  return has.every((owner) => owner.startsWith('transfer.')) ? 'kept for its transfer' : undefined;
}

function cellOf([field, at, ...within]: readonly string[], value: unknown): string | undefined {
  if (at === undefined || within.length > 0) return undefined;
  if (field === 'owners') {
    const owners = (value ?? []) as PagePoolContext['owners'][number];
    return owners.length === 0 ? 'free' : owners.map((owner) => owner.replace('.', ' ')).join(' and ');
  }
  if (field !== 'kv') return undefined;
  const kv = value as Kv | null;
  return kv === null ? 'nothing' : `${blockText(kv.block)} of request ${kv.room}`;
}
