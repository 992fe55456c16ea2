import type { Evidence } from '../check/evidence.js';
import { byTrace } from '../check/same-trace.js';
import { briefText } from '../counterexample/explain/brief/brief.js';
import { WIDTH_DEFAULT } from './wrap.js';

/** How counterexamples are told. */
export interface EvidenceLayout {
  /** Every step with all that it changes, in place of a brief. Default: false. */
  readonly isFull?: boolean;
  /** Columns of the window. Default: 100. */
  readonly width?: number;
}

/** A counterexample as a paragraph of its own. */
export function evidenceText(evidence: Evidence, layout: EvidenceLayout = {}): string {
  return sameTraceText([evidence], layout);
}

/** Counterexamples as paragraphs: what has the same steps is one, which begins with all that is violated at their end. */
export function evidenceTexts(evidence: readonly Evidence[], layout: EvidenceLayout = {}): string[] {
  return byTrace(evidence).map((group) => sameTraceText(group, layout));
}

function sameTraceText(
  group: readonly [Evidence, ...Evidence[]],
  { isFull = false, width = WIDTH_DEFAULT }: EvidenceLayout,
): string {
  const [{ explanation }] = group;
  const text =
    isFull || explanation === undefined
      ? renderedOnce(group.map(({ rendered }) => rendered))
      : briefText(explanation, { width });
  return `${text}\n\n${filesText(group)}`.trimEnd();
}

/** Texts that end alike, as they tell the same steps: what differs of each, and then the steps. */
function renderedOnce(texts: readonly string[]): string {
  const all = texts.map((text) => text.split('\n'));
  const [first] = all;
  if (all.length === 1) return texts[0]!;
  let same = 0;
  while (all.every((lines) => lines.length > same + 1 && lines.at(-1 - same) === first!.at(-1 - same)))
    same++;
  const heads = all.flatMap((lines) => lines.slice(0, lines.length - same));
  return [...heads, ...first!.slice(first!.length - same)].join('\n');
}

function filesText(group: readonly [Evidence, ...Evidence[]]): string {
  const [{ traceProblem }] = group;
  const [written, ...others] = group.filter(({ traceFile }) => traceFile !== null);
  if (written === undefined)
    return traceProblem === undefined ? '' : `There is no trace file. ${traceProblem}`;
  const { traceFile, replayNetwork } = written;
  const also =
    others.length === 0 ? '' : `\nTraces of the others: ${others.map((each) => each.traceFile).join(', ')}`;
  return `The trace is in ${traceFile}; run it again with: ${replayCommand(traceFile!, replayNetwork)}${also}`;
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
