import ora, { type Ora } from 'ora';
import { type CliIo, isSet } from './io.js';

/** Quick commands show no progress. */
const SHOWN_AFTER_MS = 2_000;

/** One line on standard error that tells what a long command is doing; on a terminal only. */
export class Progress {
  private readonly startedAt: number;
  private readonly isWanted: boolean;
  private spinner: Ora | undefined;

  /** @param now milliseconds since any fixed time */
  constructor(
    private readonly io: CliIo,
    isJson: boolean,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
    // A terminal that says it is 0 columns wide would have a line wrapped, and so cleared, without end.
    const isTerminal = io.stderr.isTTY === true && io.stderr.columns !== 0;
    this.isWanted = isTerminal && !isSet(io, 'CI') && !isJson;
  }

  update(text: string): void {
    this.io.onKnown?.({ line: text });
    if (!this.isWanted || this.now() - this.startedAt < SHOWN_AFTER_MS) return;
    // Reading standard input would take Ctrl-C away from the process.
    this.spinner ??= ora({ stream: this.io.stderr, isEnabled: true, discardStdin: false }).start();
    this.spinner.text = text;
  }

  stop(): void {
    this.spinner?.stop();
    this.spinner = undefined;
  }
}
