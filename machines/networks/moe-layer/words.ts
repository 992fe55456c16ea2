import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import { dieGroup } from '../../die-group.js';
import type { Chunk, MoeRankContext } from '../../pipeline/moe-rank.js';

/** Sentences for the counterexamples of a MoE layer row by row: dies, and the copies and results that they send. */
export const moeLayerWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: dieGroup,
  describe: { step: stepText, move: moveText, observed: observedText },
  waitsFor,
};

const nameOf = (id: string): string => dieGroup(id)[0]!;

const rowsText = (rows: unknown, what: string): string =>
  `${String(rows)} ${rows === 1 ? what : what === 'copy' ? 'copies' : `${what}s`}`;

/** `1 copy to die 0 and 2 copies to die 1`. */
const chunkText = (chunk: Chunk, what: string): string =>
  chunk.length === 0
    ? 'nothing'
    : chunk.map(([window, rows]) => `${rowsText(rows, what)} to ${nameOf(window)}`).join(' and ');

function stepText(step: Step, before: View, after: View | undefined): string | undefined {
  if (step.kind === 'timer') return timerText(step.component, before, after);
  if (step.kind !== 'deliver') return undefined;
  const { type, rows } = step.event;
  if (type === 'ALL_FLAGS')
    return `${nameOf(step.to)} is told that all flags are there, of ${rowsText(rows, 'copy')}, and begins its experts`;
  return type === 'ALL_RESULTS'
    ? `${nameOf(step.to)} has all its results, ${String(rows)}, and sums them`
    : undefined;
}

function timerText(id: string, before: View, after: View | undefined): string | undefined {
  const { dispatch, combine, sent, received } = before.context<MoeRankContext>(id);
  const who = nameOf(id);
  if (before.matches(id, 'beginning')) return `${who} is ready to send`;
  if (before.matches(id, 'computing')) {
    const { computed } = before.context<MoeRankContext>(id);
    const isDone = (after?.context<MoeRankContext>(id).computed ?? computed) > computed || received === 0;
    return isDone
      ? `${who}'s experts have computed ${rowsText(received, 'row')}`
      : `${who} goes on while its experts still compute`;
  }
  if (before.matches(id, 'returning')) return `${who} is ready to send results`;
  if (before.matches(id, 'dispatching')) {
    const flags = after?.matches(id, 'flagging') === true ? ', and its flags to all' : '';
    return `${who} sends ${chunkText(dispatch[sent]!, 'copy')}${flags}`;
  }
  if (!before.matches(id, 'combining')) return undefined;
  return `${who} sends ${chunkText(combine[sent]!, 'result')}`;
}

function moveText(id: string, before: View, after: View): string | undefined {
  if (id.startsWith('window.')) return undefined;
  const [had, has] = [before, after].map((view) => view.context<MoeRankContext>(id));
  const came = (from: string, to: string) => before.matches(id, from) && after.matches(id, to);
  const who = nameOf(id);
  if (came('dispatching', 'flagging')) return `${who} has sent its copies, and flags to all`;
  if (came('flagging', 'computing')) return `${who} has the flags of all`;
  if (came('computing', 'returning')) return `${who} has computed ${rowsText(had!.received, 'row')}`;
  if (came('combining', 'waiting')) return `${who} has sent its results`;
  if (after.matches(id, 'ended') && !before.matches(id, 'ended')) return `${who} sums its results`;
  if (has!.sent <= had!.sent) return undefined;
  const isDispatch = before.matches(id, 'dispatching');
  return isDispatch
    ? `${who} sends ${chunkText(had!.dispatch[had!.sent]!, 'copy')}`
    : `${who} sends ${chunkText(had!.combine[had!.sent]!, 'result')}`;
}

function observedText(id: string, event: { readonly [key: string]: unknown }): string | undefined {
  const { type, operator, rows, computed, chunk } = event;
  const what = operator === 'combine' ? 'result' : 'copy';
  switch (type) {
    case 'ROWS_RECEIVED': {
      const ofThem =
        computed === undefined || computed === rows ? '' : `, of which ${Number(computed)} computed`;
      return `${rowsText(rows, what)} come${rows === 1 ? 's' : ''} into ${nameOf(id)}'s window${ofThem}`;
    }
    case 'FLAG_RECEIVED':
      return `a flag that tells of ${rowsText(rows, 'copy')} comes into ${nameOf(id)}'s window`;
    case 'ROWS_SENT':
      return `${nameOf(id)} says that it has sent ${chunkText(chunk as Chunk, what)}`;
    case 'DISPATCHED':
      return `${nameOf(id)} has ended dispatch`;
    case 'COMPUTED':
      return `${nameOf(id)}'s experts have ended`;
    case 'COMBINED':
      return `${nameOf(id)} has ended combine`;
    default:
      return undefined;
  }
}

/** A die waits for the flags, and later for the results, of those that have not sent them yet. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  const others = view.components.filter((other) => other.startsWith('die.') && other !== id);
  const still = (states: readonly string[]) =>
    others.filter((other) => states.some((state) => view.matches(other, state)));
  const namesOf = (of: readonly string[]) =>
    of.length === 0 ? 'nobody any more' : of.map(nameOf).join(' and ');
  if (view.matches(id, 'flagging')) {
    const of = still(['beginning', 'dispatching']);
    const event = { type: 'ALL_FLAGS', rows: 0 };
    return [{ of, words: `waits for flags, which ${namesOf(of)} has to send`, given: { to: id, event } }];
  }
  if (!view.matches(id, 'waiting')) return [];
  const of = still(['beginning', 'dispatching', 'flagging', 'computing', 'returning', 'combining']);
  const event = { type: 'ALL_RESULTS', rows: 0 };
  return [{ of, words: `waits for results, which ${namesOf(of)} has to send`, given: { to: id, event } }];
}
