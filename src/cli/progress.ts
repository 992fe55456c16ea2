import type { Ora } from 'ora';
import { type CliIo, isSet } from './io.js';

/** Quick commands show no progress. */
const SHOWN_AFTER_MS = 2_000;

/**
 * What a long command tells on standard error of what it is doing: on a terminal one line that changes, elsewhere a line for each item that it
 * has done.
 */
export class Progress {
  private readonly startedAt: number;
  private readonly isWanted: boolean;
  private readonly isListed: boolean;
  /** The line that is shown, once there is one. */
  private line: string | undefined;
  private spinner: Ora | undefined;
  private isStopped = false;
  /** Lines that are told only if the command takes long. */
  private held: string[] = [];

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
    this.isListed = !this.isWanted && !isJson;
  }

  private get elapsedMs(): number {
    return this.now() - this.startedAt;
  }

  update(text: string): void {
    this.io.onKnown?.({ line: text });
    const { elapsedMs } = this;
    if (!this.isWanted || elapsedMs < SHOWN_AFTER_MS) return;
    const isFirst = this.line === undefined;
    this.line = `${text} (${Math.floor(elapsedMs / 1000)} s)`;
    if (isFirst) void this.spin();
    else if (this.spinner !== undefined) this.spinner.text = this.line;
  }

  /** The spinner is loaded when there is something to show: most commands are done before. */
  private async spin(): Promise<void> {
    const { default: ora } = await import('ora');
    if (this.isStopped) return;
    this.spinner = ora({
      text: this.line!,
      stream: this.io.stderr,
      isEnabled: true,
      // Reading standard input would take Ctrl-C away from the process.
      discardStdin: false,
    }).start();
  }

  /** Something is done, of several. @param isMinor told only once the command has taken long, with those before it */
  item(line: string, isMinor = false): void {
    if (!this.isListed) return;
    this.held.push(line);
    if (isMinor && this.elapsedMs < SHOWN_AFTER_MS) return;
    for (const each of this.held) this.io.stderr.write(`${each}\n`);
    this.held = [];
  }

  stop(): void {
    this.isStopped = true;
    this.spinner?.stop();
    this.spinner = undefined;
  }
}
