import type { Json, WhyLine } from '../explanation.js';
import { hasOneState } from '../has-one-state.js';
import type { Run } from '../run.js';

/** Values that are told. */
const VALUES_MAX = 4;

/** Of what the last step takes out of memories, who wrote it: what a step reads explains what comes of it. */
export function takenLines(run: Run): WhyLine[] {
  // Of a step that fails no state is known.
  if (run.isFailed || run.length === 0) return [];
  const { delta } = run.step(run.length);
  const written = delta.flatMap(([part, path]) => {
    if (!isOfMemory(run, part, path)) return [];
    const n = writtenIn(run, part, path);
    return n === undefined ? [] : [{ n, part, path }];
  });
  const lines = written
    .map(({ n, part, path }): WhyLine => ({ n, kind: kindIn(run, n, part, path), words: run.wordsOf(n) }))
    .sort((one, other) => one.n! - other.n!);
  const isFirst = ({ n }: WhyLine, at: number) => lines.findIndex((line) => line.n === n) === at;
  return lines.filter(isFirst).slice(-VALUES_MAX);
}

/** Whether a change is of a component that has one state only, and does not act itself. */
function isOfMemory(run: Run, part: number, [first]: readonly string[]): boolean {
  const isComponent = part < run.network.components.length;
  return (
    isComponent && first === 'context' && hasOneState(run, part) && run.actorOf(run.step(run.length)) !== part
  );
}

/** The last step before the last one that wrote what it changes; `undefined` where that is as it was from the start. */
function writtenIn(run: Run, part: number, path: readonly string[]): number | undefined {
  for (let n = run.length - 1; n > 0; n--) {
    if (run.step(n).delta.some(([other, way]) => other === part && isWithin(way, path))) return n;
  }
  return undefined;
}

/** Whether one of two places is a part of the other. */
const isWithin = (one: readonly string[], other: readonly string[]): boolean =>
  one.slice(0, other.length).every((key, at) => key === other[at]);

function kindIn(run: Run, n: number, part: number, [, ...path]: readonly string[]): string {
  const [before, after] = [n - 1, n].map((at) => {
    let value: unknown = run.state(at).locals[part]!.snapshot.context;
    for (const key of path) value = (Object(value) as Record<string, Json>)[key];
    return value;
  });
  const component = run.network.componentIds[part]!;
  return run.words.change({ component, path }, before, after, run.step(n).taken.step);
}
