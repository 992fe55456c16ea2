import type { Evidence } from '../check/evidence.js';

/** A counterexample as a paragraph of its own. */
export function evidenceText({ rendered, traceFile, traceProblem, replayNetwork }: Evidence): string {
  if (traceFile === null) {
    return traceProblem === undefined ? rendered : `${rendered}\n\nThere is no trace file. ${traceProblem}`;
  }
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
