import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { CliIo, Writer } from '../../src/cli/io.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { Catalogue } from '../../src/check/catalogue.js';
import { testCatalogue } from './catalogue.js';

/** A stream that keeps what is written to it. */
class Capture extends Writable implements Writer {
  text = '';
  // What a spinner asks of a terminal.
  readonly cursorTo = () => true;
  readonly clearLine = () => true;
  readonly moveCursor = () => true;

  constructor(
    readonly isTTY: boolean,
    readonly columns: number,
  ) {
    super();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface CliOptions {
  readonly catalogue?: Catalogue;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly onInterrupt?: CliIo['onInterrupt'];
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process to run a command in, with what it writes. */
export function fakeIo(options: CliOptions = {}) {
  const { env = {}, isTTY = false, columns = 100, onInterrupt = () => () => {} } = options;
  return {
    stdout: new Capture(isTTY, columns),
    stderr: new Capture(isTTY, columns),
    env,
    cwd: options.cwd ?? temporaryDirectory(),
    onInterrupt,
  };
}

/** Runs a command in this process, in a directory of its own unless one is given. */
export async function run(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const io = fakeIo(options);
  const code = await runCli(args, options.catalogue ?? testCatalogue, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

/** A directory that is gone when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The one JSON object that a command printed. */
export function jsonOf({ stdout }: CliResult): Readonly<Record<string, unknown>> {
  return JSON.parse(stdout);
}
