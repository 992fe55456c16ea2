import { EXIT } from './exit-code.js';

/** Nobody reads any more, be it that they have read enough (`| head`) or that the terminal is gone: that is no error of what was written. */
const CLOSED = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Where a process writes: to the end, and with an exit code where that fails. */
export class Output {
  private readonly pending = new Set<Promise<void>>();
  /** What is wrong with standard output. */
  private problem: string | undefined;

  constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: NodeJS.WritableStream,
  ) {
    stdout.on('error', (error: NodeJS.ErrnoException) => this.fail(error));
    // Standard error itself cannot be written: there is nowhere left to say so.
    stderr.on('error', () => {});
  }

  write(to: 'stdout' | 'stderr', text: string | Uint8Array): void {
    const written = new Promise<void>((resolve) => {
      this[to].write(text, (error) => {
        if (error && to === 'stdout') this.fail(error);
        resolve();
      });
    });
    this.pending.add(written);
    void written.then(() => this.pending.delete(written));
  }

  /** Waits until all is written. Returns the exit code: `code`, if it could be written. */
  async end(code: number): Promise<number> {
    await Promise.all(this.pending);
    if (this.problem === undefined) return code;
    this.write(
      'stderr',
      `error: Standard output cannot be written: ${this.problem}. Give it room, or write elsewhere.\n`,
    );
    await Promise.all(this.pending);
    return EXIT.wrongInput;
  }

  private fail(error: NodeJS.ErrnoException): void {
    if (!CLOSED.has(error.code ?? '')) this.problem ??= error.message;
  }
}
