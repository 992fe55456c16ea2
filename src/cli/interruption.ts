import type { StopSignal } from '../index.js';
import { EXIT } from './exit-code.js';
import type { CliIo } from './io.js';

/** Ctrl-C: the first asks the command to stop and to tell what it knows, the second ends it. */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly unsubscribe: () => void;
  /** Says whether to stop; it may be asked by work that lets no message through. */
  readonly signal: StopSignal;
  /** Fulfilled with an exit code by the second interruption. */
  readonly insisted: Promise<number>;

  constructor(io: CliIo) {
    const { signal } = this.controller;
    this.signal = {
      get aborted() {
        io.pollInterrupt?.();
        return signal.aborted;
      },
    };
    let insist: (code: number) => void = () => {};
    this.insisted = new Promise((resolve) => {
      insist = resolve;
    });
    this.unsubscribe = io.onInterrupt(() => {
      if (signal.aborted) insist(EXIT.interrupted);
      else {
        io.stderr.write('Stopping with what is known so far; press Ctrl-C again to end at once.\n');
        this.controller.abort();
      }
    });
  }

  dispose(): void {
    this.unsubscribe();
  }
}
