import { componentLabel } from '../../network/quoted.js';
import type { Run } from './run.js';
import { short } from './why/detour-lines.js';
import { stateText } from './why/waits.js';

/** Moves of a fold that are told. */
const MOVES_MAX = 3;

/** Which components a fold is about. */
type IsOwn = (component: number) => boolean;

/** What the steps of a fold come to, in a sentence. */
export function movesIn(run: Run, first: number, last: number, isOwn: IsOwn): string {
  const group = run.outermostGroup(run.ownerOf(run.step(first)));
  const told = toldMoves(run, first, last, isOwn);
  const moves = told.length > 0 ? told : stateChanges(run, first, last, isOwn);
  if (moves.length === 0) return labelsIn(run, first, last);
  const short = moves.map((move, at) => (at === 0 ? move : withoutGroup(move, group)));
  const shown = short.slice(0, MOVES_MAX).join(', ');
  return moves.length > MOVES_MAX ? `${shown}, …` : shown;
}

/** What the network says of the components of the group that took part, step by step; only of those that are a part of no other. */
function toldMoves(run: Run, first: number, last: number, isOwn: IsOwn): string[] {
  const moves: string[] = [];
  for (let n = first; n <= Math.min(last, run.last); n++) {
    for (const component of run.step(n).participants) {
      if (run.partOf[component] !== null || !isOwn(component)) continue;
      const id = run.network.componentIds[component]!;
      const move = run.words.move(id, run.view(n - 1), run.view(n));
      if (move !== undefined && !moves.includes(move)) moves.push(move);
    }
  }
  return moves;
}

/** Without words: the states that components of the group came from and to. */
function stateChanges(run: Run, first: number, last: number, isOwn: IsOwn): string[] {
  const end = Math.min(last, run.last);
  const components = new Set(
    run.recorder.steps.slice(first - 1, last).flatMap(({ participants }) => participants),
  );
  return [...components].flatMap((component) => {
    if (!isOwn(component)) return [];
    const [from, to] = [first - 1, end].map((n) => stateText(run, component, n));
    return from === to ? [] : [`${componentLabel(run.network.componentIds[component]!)}: ${from} → ${to}`];
  });
}

/** Where nobody of the group has come to another state: what was done, and how often. */
function labelsIn(run: Run, first: number, last: number): string {
  const labels = run.schedule.steps.slice(first - 1, last).map(short);
  const different = [...new Set(labels)];
  const told = different.slice(0, MOVES_MAX).map((label) => {
    const count = labels.filter((each) => each === label).length;
    return count === 1 ? label : `${label} (${count} times)`;
  });
  return `${told.join(', ')}${different.length > MOVES_MAX ? ', …' : ''}`;
}

/** A sentence without the group that it begins with. */
function withoutGroup(sentence: string, group: string): string {
  for (const start of [`${group}: `, `${group} `])
    if (sentence.startsWith(start)) return sentence.slice(start.length);
  return sentence;
}
