import type { Evidence } from '../check/evidence.js';

/** A counterexample as a paragraph of its own. */
export function evidenceText(evidence: Evidence): string {
  return sameTraceText([evidence]);
}

/** Counterexamples as paragraphs: what has the same steps is one, which begins with all that is violated at their end. */
export function evidenceTexts(evidence: readonly Evidence[]): string[] {
  return byTrace(evidence).map(sameTraceText);
}

/** Counterexamples with the same steps together, each group where the first of it stood. */
export function byTrace(evidence: readonly Evidence[]): (readonly [Evidence, ...Evidence[]])[] {
  const groups = new Map<string, [Evidence, ...Evidence[]]>();
  for (const each of evidence) {
    const { initial, steps, deliveries, loop } = each.violation;
    const key = JSON.stringify([each.parameters, initial, steps, deliveries, loop]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function sameTraceText(group: readonly [Evidence, ...Evidence[]]): string {
  return `${renderedOnce(group.map(({ rendered }) => rendered))}\n\n${filesText(group)}`.trimEnd();
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
