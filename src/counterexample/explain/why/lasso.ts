import type { WaitEdge, WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { owedSince } from './monitor.js';
import { waitEdges } from './waits.js';

/** A run that never ends: since when something is owed, and what goes on for ever instead. */
export function lassoLines(run: Run, loop: number) {
  const since = owedSince(run);
  const owed: WhyLine[] =
    since === undefined
      ? []
      : [{ n: since, kind: 'owed since', words: since === 0 ? 'the start' : run.wordsOf(since) }];
  const count = run.length - loop;
  const steps = count === 1 ? `step ${run.length}` : `steps ${loop + 1} to ${run.length}`;
  const cycle: WhyLine = {
    n: loop + 1,
    kind: 'for ever',
    words: `${steps}: ${actorsText(run, loop)}; after ${count === 1 ? 'it' : 'them'} all is as before ${loop + 1}`,
  };
  const still = waitEdges(run).edges.filter(
    ({ on, component }) => on.length > 0 || !actsIn(run, loop, component),
  );
  return {
    title: 'what must come never does, in a run that goes on for ever',
    lines: [...owed, cycle],
    circle: still as readonly WaitEdge[],
    key: [loop + 1, ...(since === undefined || since === 0 ? [] : [since])],
  };
}

function actsIn(run: Run, loop: number, component: number): boolean {
  return run.recorder.steps.slice(loop).some(({ participants }) => participants.includes(component));
}

function actorsText(run: Run, loop: number): string {
  const actors = [...new Set(run.recorder.steps.slice(loop).map((step) => run.actorOf(step)))];
  const named = actors.slice(0, 4).map((each) => run.label(each));
  const more = actors.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} others` : ''} go${actors.length === 1 ? 'es' : ''} on`;
}
