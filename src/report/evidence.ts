import type { Violation } from '../property/violation.js';
import type { Configuration } from '../network/parameters.js';

/** A counterexample that XState itself has confirmed. */
export interface Evidence {
  readonly violation: Violation;
  /** The parameters of the network that shows it. */
  readonly parameters: Configuration;
  /** The steps and what each changed, as text. */
  readonly rendered: string;
  /** The file that `replay` takes; null if it could not be written. */
  readonly traceFile: string | null;
  /** Why it could not. */
  readonly traceProblem?: string;
  /** How `replay` must be told which network the trace is of, where it does not load the module by itself. */
  readonly replayNetwork?: string;
}

/** A counterexample as a paragraph of its own. */
export function evidenceText({ rendered, traceFile, traceProblem, replayNetwork }: Evidence): string {
  if (traceFile === null) return `${rendered}\n\nThere is no trace file. ${traceProblem}`;
  return `${rendered}\n\nThe trace is in ${traceFile}; run it again with: ${replayCommand(traceFile, replayNetwork)}`;
}

/** The command that runs a trace again, as a shell takes it. */
export function replayCommand(file: string, network?: string): string {
  const named = network === undefined ? '' : ` --network ${shellWord(network)}`;
  return `cloudmatrix-check replay ${shellWord(file)}${named}`;
}

/** A text as a shell takes it for one word. */
export function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
