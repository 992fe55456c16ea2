import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { Engines, PoolContext } from '../../die/core-pool.js';
import type { KernelContext } from '../../die/kernel.js';

/** Sentences for the counterexamples of core pools: dies and operators, and the cores that they hold. */
export class CorePoolWords {
  constructor(private readonly layers: number) {}

  get telling(): Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> {
    return {
      group: (id) => [`die ${dieOf(id)}`],
      describe: {
        step: (step, before, after) => this.step(step, before, after),
        move: (id, before, after) => this.move(id, before, after),
        observed: (id, { type, kernel }) => this.observed(id, type, String(kernel)),
      },
      waitsFor,
    };
  }

  /** An operator with its layer, where there are several. */
  private name(id: string): string {
    const [, , operation, layer] = id.split('.');
    return this.layers > 1 ? `${operation} of layer ${layer}` : operation!;
  }

  private observed(pool: string, type: string, kernel: string): string | undefined {
    const who = `die ${dieOf(pool)}: ${this.name(kernel)}`;
    if (type === 'CORES_ASKED') return `${who} asks for its cores`;
    if (type === 'CORES_LEASED') return `${who} is given its cores`;
    return type === 'CORES_RETURNED' ? `${who} gives its cores back` : undefined;
  }

  private step(step: Step, before: View, after: View | undefined): string | undefined {
    if (step.kind === 'deliver' && step.event.type === 'SIGNAL') {
      return `die ${dieOf(step.to)}: the signal of ${step.from} comes to ${this.name(step.to)}`;
    }
    if (step.kind !== 'timer' || after === undefined) return undefined;
    const id = step.component;
    const who = `die ${dieOf(id)}: ${this.name(id)}`;
    if (before.matches(id, 'ready')) return `${who} is launched, ${this.launched(id, after)}`;
    return before.matches(id, 'running') ? `${who} ${ranText(id, after)}` : undefined;
  }

  /** What comes of a request for cores. */
  private launched(id: string, after: View): string {
    const { cores } = after.context<KernelContext>(id);
    if (after.matches(id, 'queued')) {
      const [before] = queuedBefore(after, id);
      return before === undefined
        ? `queues for ${coresText(cores)}`
        : `queues for ${coresText(cores)} behind ${this.name(before)}`;
    }
    return `takes ${coresText(cores)}, ${after.matches(id, 'running') ? 'runs' : 'waits'}`;
  }

  private move(id: string, before: View, after: View): string | undefined {
    if (isPool(id)) return undefined;
    const who = `die ${dieOf(id)}: ${this.name(id)}`;
    if (before.matches(id, 'ready') && !after.matches(id, 'ready')) {
      if (after.matches(id, 'queued')) return `${who} queues`;
      return `${who} ${after.matches(id, 'running') ? 'runs' : 'waits'}`;
    }
    const isMoved = ['running', 'waiting', 'queued'].some(
      (state) => before.matches(id, state) && !after.matches(id, state),
    );
    return isMoved ? `${who} ${ranText(id, after)}` : undefined;
  }
}

const isPool = (id: string): boolean => id.startsWith('pool.');
const dieOf = (id: string): string => id.split('.')[1]!;

function ranText(id: string, after: View): string {
  if (after.matches(id, 'ended')) return 'ends';
  return after.matches(id, 'running') ? 'runs' : 'has run, and waits for the signals of the others';
}

const coresText = (cores: Engines): string =>
  Object.entries(cores)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind.toUpperCase()}`)
    .join(' and ');

/** Kernels of its stream that asked the pool before a kernel and have not got their cores yet. */
function queuedBefore(view: View, id: string): readonly string[] {
  const { pool, stream } = view.context<KernelContext>(id);
  const ofStream = view.context<PoolContext>(pool).queue.filter((lease) => lease.stream === stream);
  const at = ofStream.findIndex(({ kernel }) => kernel === id);
  return ofStream.slice(0, Math.max(0, at)).map(({ kernel }) => kernel);
}

/** What a kernel waits for: kernels that must end before it, cores that others hold, or signals of other dies. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (isPool(id)) return [];
  if (view.matches(id, 'queued')) return [coresAwaited(view, id)];
  const kernels = view.components.filter((other) => !isPool(other));
  if (view.matches(id, 'waiting')) {
    const event = { type: 'SIGNAL' };
    return signalling(view, id, kernels).map((other) => ({
      of: [other],
      words: `waiting: for the signal of ${other}`,
      given: { to: id, event },
    }));
  }
  if (!view.matches(id, 'blocked')) return [];
  const event = { type: 'PREDECESSOR_ENDED' };
  const before = kernels.filter((other) => {
    const { successors } = view.context<KernelContext>(other);
    return successors.includes(id) && !view.matches(other, 'ended');
  });
  return before.map((other) => ({
    of: [other],
    words: `blocked: ${other} must end first`,
    given: { to: id, event },
  }));
}

function coresAwaited(view: View, id: string): WaitsFor {
  const { pool, stream, cores } = view.context<KernelContext>(id);
  const [first] = queuedBefore(view, id);
  const given = { to: id, event: { type: 'LEASED' } };
  if (first !== undefined) return { of: [first], words: `queued: behind ${first} at ${pool}`, given };
  const { leases, shares } = view.context<PoolContext>(pool);
  const held = leases.filter((lease) => lease.stream === stream);
  const share = Object.keys(shares).length > 1 ? ' of its stream' : '';
  const lacking = Object.entries(cores).flatMap(([kind, asked]) => {
    const holders = held.filter((lease) => (lease.cores[kind] ?? 0) > 0);
    const taken = holders.reduce((sum, lease) => sum + lease.cores[kind]!, 0);
    const all = shares[stream]![kind] ?? 0;
    if (asked <= all - taken) return [];
    const [only, ...others] = holders;
    const by =
      only === undefined || others.length === 0
        ? ` by ${only?.kernel ?? 'nobody'}`
        : `: ${holders.map((lease) => `${lease.cores[kind]} by ${lease.kernel}`).join(', ')}`;
    const text = `${taken} of ${all} ${kind.toUpperCase()}${share} are held${by}`;
    return [{ text, holders: holders.map(({ kernel }) => kernel) }];
  });
  const holders = [...new Set(lacking.flatMap((each) => each.holders))];
  const words = `queued: needs ${coresText(cores)} of ${pool}, where ${lacking.map(({ text }) => text).join(', and ')}`;
  return { of: holders, words, given, isHeld: holders.length === 1 };
}

/** The kernels of other dies whose signal for a kernel has not been sent yet. */
function signalling(view: View, id: string, kernels: readonly string[]): string[] {
  return kernels.filter((other) => {
    const { signals } = view.context<KernelContext>(other);
    const hasRun = view.matches(other, 'waiting') || view.matches(other, 'ended');
    return signals.includes(id) && !hasRun;
  });
}
