import type { Evidence } from '../check/evidence.js';
import { byTrace } from '../check/same-trace.js';
import { briefText } from '../counterexample/explain/brief/brief.js';
import { colouredBrief } from './brief-colours.js';
import { type Palette, PLAIN } from './palette.js';
import { commandLines, shellWord } from './shell.js';
import { paragraph, WIDTH_DEFAULT, wrapped } from './wrap.js';

/** How counterexamples are told. */
export interface EvidenceLayout {
  /** Every step with all that it changes, in place of a brief. Default: false. */
  readonly isFull?: boolean;
  /** Columns of the window. Default: 100. */
  readonly width?: number;
  /** Of briefs. Default: none. */
  readonly colours?: Palette;
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
  { isFull = false, width = WIDTH_DEFAULT, colours = PLAIN }: EvidenceLayout,
): string {
  const [{ explanation }] = group;
  const text =
    isFull || explanation === undefined
      ? renderedOnce(group.map(({ rendered }) => rendered))
      : colouredBrief(briefText(explanation, { width }), colours);
  return `${text}\n\n${filesText(group, width)}`.trimEnd();
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

/** The command that shows more, which names the trace; or why there is none. */
function filesText(group: readonly [Evidence, ...Evidence[]], width: number): string {
  const [{ traceProblem }] = group;
  const [written, ...others] = group.filter(({ traceFile }) => traceFile !== null);
  if (written === undefined)
    return traceProblem === undefined
      ? ''
      : paragraph(`There is no trace file. ${traceProblem}`, Math.min(width, WIDTH_DEFAULT));
  const look = [...replayWords(written.traceFile!, written.replayNetwork), '--html trace.html'];
  const names = others.map((each, at) => `${each.traceFile!}${at < others.length - 1 ? ',' : ''}`);
  const also =
    names.length === 0
      ? []
      : [wrapped(['Traces of the others:', ...names], Math.min(width, WIDTH_DEFAULT), 2, 0)];
  return [...commandLines('Look:  ', look, width), ...also].join('\n');
}

/** The command that runs a trace again, as a shell takes it. */
export function replayCommand(file: string, network?: string): string {
  return replayWords(file, network).join(' ');
}

/** What stands together on a line is one word of these. */
function replayWords(file: string, network?: string): string[] {
  const named = network === undefined ? [] : [`--network ${shellWord(network)}`];
  return ['npx cloudmatrix-check replay', shellWord(file), ...named];
}
