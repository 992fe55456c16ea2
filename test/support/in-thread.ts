import { Worker } from 'node:worker_threads';
import type { BoundResult, BoundSuite, BoundsOptions } from '../../src/index.js';
import type * as heavy from './heavy.js';

type Heavy = typeof heavy;

interface Answer {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** One thread for all that a test process asks: it takes seconds to load. */
let thread: Worker | undefined;
let asked = 0;

/** What a function of `heavy.ts` gives, from a thread of its own; parameters and result are data. */
export async function inThread<Name extends keyof Heavy>(
  name: Name,
  ...parameters: Parameters<Heavy[Name]>
): Promise<Awaited<ReturnType<Heavy[Name]>>> {
  const worker = (thread ??= new Worker(new URL('./thread.mjs', import.meta.url)));
  worker.setMaxListeners(0);
  const number = asked++;
  return new Promise<unknown>((resolve, reject) => {
    const onMessage = (answer: Answer) => {
      if (answer.number !== number) return;
      worker.off('message', onMessage);
      worker.off('error', reject);
      worker.unref();
      if (answer.error === undefined) resolve(answer.result);
      else reject(new Error(answer.error));
    };
    worker.ref();
    worker.on('message', onMessage);
    worker.on('error', reject);
    worker.postMessage({ name, parameters, number });
  }) as Promise<never>;
}

/** What the inputs of each claim of one of the catalogue's suites come to, by name. */
export async function checkInThread(
  { name }: BoundSuite,
  options: BoundsOptions,
): Promise<ReadonlyMap<string, BoundResult>> {
  const result = await inThread('checkSuite', name, options);
  return new Map(result.bounds.map((bound) => [bound.name, bound]));
}
