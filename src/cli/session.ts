import { resolve } from 'node:path';
import type { Catalogue, StopSignal } from '../index.js';
import { type Palette, palette } from '../report/palette.js';
import { WIDTH_DEFAULT } from '../report/wrap.js';
import { type CliIo, isSet } from './io.js';
import type { Known } from './known.js';
import { Progress } from './progress.js';

/** What every command is given. */
export class Session {
  readonly colours: Palette;

  constructor(
    readonly catalogue: Catalogue,
    readonly io: CliIo,
    readonly signal: StopSignal,
    /** What the user gave behind the program's name. */
    readonly args: readonly string[],
  ) {
    this.colours = palette(io.stdout.isTTY === true && !isSet(io, 'NO_COLOR'));
  }

  print(text: string): void {
    this.io.stdout.write(`${text}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value));
  }

  /** Prints one of the two, with `text` made only if it is wanted. */
  printEither(isJson: boolean, json: unknown, text: () => string): void {
    if (isJson) this.printJson(json);
    else this.print(text());
  }

  /** Takes down what has come to be known of the command. */
  know(change: Known): void {
    this.io.onKnown?.(change);
  }

  /** Columns for a summary, which is laid out in a pipe, too. */
  get width(): number {
    return this.io.stdout.columns || WIDTH_DEFAULT;
  }

  /** Columns that a table must fit in; none where there is no window. */
  get tableWidth(): number | undefined {
    return this.io.stdout.isTTY === true ? this.width : undefined;
  }

  path(path: string): string {
    return resolve(this.io.cwd, path);
  }

  progress(isJson: boolean): Progress {
    return new Progress(this.io, isJson);
  }
}
