import type { StateValue } from 'xstate';
import type { Run } from './run.js';
import { short } from './why/detour-lines.js';
import { differing, valueText } from './why/state-text.js';

/** Moves of a fold that are told one by one. */
const MOVES_MAX = 3;

/** Which components a fold is about. */
type IsOwn = (component: number) => boolean;

/** The steps of a fold. */
interface Range {
  readonly first: number;
  readonly last: number;
}

interface Move {
  readonly component: number;
  readonly words: string;
}

/** What the steps of a fold come to, in a sentence: every component that has changed in them is named, or its group. */
export function movesIn(run: Run, first: number, last: number, isOwn: IsOwn): string {
  const range = { first, last };
  const group = run.outermostGroup(run.ownerOf(run.step(first)));
  const told = toldMoves(run, range, isOwn);
  // What the network says of the steps is plainer than states.
  const moves = told.length > 0 ? told : isToldShortly(run, range) ? [] : stateChanges(run, range, isOwn);
  const words = moves.length === 0 ? labelsIn(run, range) : sequence(moves, group);
  return `${words}${besidesText(run, range, isOwn, words, moves)}`;
}

/** Whether the network has words for each of the steps, and these are few. */
function isToldShortly(run: Run, { first, last }: Range): boolean {
  const words = Array.from({ length: last - first + 1 }, (_, at) => run.toldOf(first + at));
  return words.every((each) => each !== undefined) && new Set(words).size <= MOVES_MAX;
}

/** Of many moves only the last of each component is told. */
function sequence(moves: readonly Move[], group: string): string {
  const isCut = moves.length > MOVES_MAX;
  const shown = isCut
    ? moves.filter(({ component }, at) => !moves.slice(at + 1).some((later) => later.component === component))
    : moves;
  return shown.map(({ words }, at) => (at === 0 ? words : withoutGroup(words, group))).join(', ');
}

/** What the network says of components that took part, step by step; only of those that are a part of no other. */
function toldMoves(run: Run, { first, last }: Range, isOwn: IsOwn): Move[] {
  const moves: Move[] = [];
  for (let n = first; n <= Math.min(last, run.last); n++) {
    for (const component of run.step(n).participants) {
      if (run.partOf[component] !== null || !isOwn(component)) continue;
      const id = run.network.componentIds[component]!;
      const words = run.words.move(id, run.view(n - 1), run.view(n));
      if (words !== undefined && !moves.some((move) => move.words === words))
        moves.push({ component, words });
    }
  }
  return moves;
}

/** Without words: the states that components of the group came from and to. */
function stateChanges(run: Run, range: Range, isOwn: IsOwn): Move[] {
  const components = new Set(
    run.recorder.steps.slice(range.first - 1, range.last).flatMap(({ participants }) => participants),
  );
  return [...components].flatMap((component) => {
    const words = isOwn(component) ? stateChange(run, range, component) : undefined;
    return words === undefined ? [] : [{ component, words }];
  });
}

/** The states that a component came from and to; `undefined` where they are the same. */
function stateChange(run: Run, { first, last }: Range, component: number): string | undefined {
  const end = Math.min(last, run.last);
  const [before, after] = [first - 1, end].map((n): StateValue => run.valueOf(component, n));
  const [from, to] = differing(before!, after!).map(valueText);
  return from === to ? undefined : `${run.label(component)}: ${from} → ${to}`;
}

/**
 * The components that have changed and of which nothing is said yet: those of other groups that came to another state, with their states; of which only variables
 * have changed, those whose group is not named.
 */
function besidesText(run: Run, range: Range, isOwn: IsOwn, words: string, moves: readonly Move[]): string {
  const group = run.outermostGroup(run.ownerOf(run.step(range.first)));
  const isTold = (component: number) => moves.some((move) => move.component === component);
  const others = changedIn(run, range).filter((component) => !isTold(component));
  const isNamed = (component: number) =>
    isMentioned(words, run.outermostGroup(component)) || isMentioned(words, run.label(component));
  const ofStates: string[] = [];
  const ofVariables: string[] = [];
  for (const component of others) {
    if ((isOwn(component) || run.outermostGroup(component) === group) && isNamed(component)) continue;
    const told = toldMoves(run, range, (each) => each === component).at(-1)?.words;
    const change = told ?? stateChange(run, range, component);
    if (change !== undefined) ofStates.push(change);
    else if (!isNamed(component)) ofVariables.push(run.label(component));
  }
  const changes = ofVariables.length === 1 ? 'changes' : 'change';
  const variables = ofVariables.length === 0 ? [] : [`${ofVariables.join(', ')} ${changes}`];
  return [...ofStates, ...variables].map((each) => `; ${each}`).join('');
}

/** The components of which something changes in the steps; a part of one that changes is not told apart from it. */
function changedIn(run: Run, { first, last }: Range): number[] {
  const { length } = run.network.componentIds;
  const steps = run.recorder.steps.slice(first - 1, last);
  const changed = new Set(steps.flatMap(({ delta }) => delta.map(([part]) => part)));
  const isWithin = (component: number): boolean => {
    const whole = run.partOf[component]!;
    return whole !== null && (changed.has(whole) || isWithin(whole));
  };
  return [...changed].filter((part) => part < length && !isWithin(part));
}

/** Whether a text has a name as a word: `die 1` is not in `die 10`. */
function isMentioned(text: string, name: string): boolean {
  const isWordPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return true;
  }
  return false;
}

/** Where nobody of the group has come to another state: what was done, and how often. */
function labelsIn(run: Run, { first, last }: Range): string {
  const labels = run.schedule.steps
    .slice(first - 1, last)
    .map((label, at) => run.toldOf(first + at) ?? short(label));
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
