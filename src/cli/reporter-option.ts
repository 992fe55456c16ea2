import { InvalidArgumentError, Option } from 'commander';
import { oneOf } from './options.js';

const NAMES = ['junit', 'github', 'json', 'html'] as const;

/** A report that is wanted; without a file it is printed. */
export interface WantedReport {
  readonly name: (typeof NAMES)[number];
  readonly file?: string;
}

export const reporterOption = (): Option =>
  new Option(
    '--reporter <name[=file]>',
    'report to other programs, too: junit, json or html into the file, or in place of the text; github as annotations, with the summary in the file or where GitHub wants it; may be repeated',
  ).argParser((text: string, before: readonly WantedReport[] | undefined) => [
    ...(before ?? []),
    wanted(text),
  ]);

function wanted(text: string): WantedReport {
  const at = text.indexOf('=');
  if (at < 0) return { name: oneOf(NAMES)(text) };
  const file = text.slice(at + 1);
  if (file === '') throw new InvalidArgumentError('After = there must be the name of a file.');
  return { name: oneOf(NAMES)(text.slice(0, at)), file };
}
