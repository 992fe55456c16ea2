import type { View, WaitsFor } from '../../../src/index.js';
import type { Posting } from '../../interconnect/posting.js';
import type { RingReceiverContext } from '../../interconnect/ring-receiver.js';
import type { RingSenderContext } from '../../interconnect/ring-sender.js';
import type { UbPathContext } from '../../interconnect/ub-path.js';

/** What the ends of rings wait for: the other end, and the paths that issue what they have posted. */
export function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (id.startsWith('sender.')) return [...slotsAwaited(view, id), ...issueAwaited(view, id)];
  return id === 'receiver' ? [...dataAwaited(view, id), ...issueAwaited(view, id)] : [];
}

/** A sender waits for slots: the next one, or the last ones. */
function slotsAwaited(view: View, id: string): WaitsFor[] {
  const { ring, receiver, slots, sent, head } = view.context<RingSenderContext>(id);
  const given = { to: id, event: { type: 'ADD_HEAD', receiver } };
  const back = `${sent - head} of ${slots} slots of ${ring} have not been given back`;
  if (view.matches(id, 'full'))
    return [{ of: [receiver], words: `waits for a slot for message ${sent}: ${back}`, given }];
  return view.matches(id, 'draining')
    ? [{ of: [receiver], words: `has sent all its messages: ${back}`, given }]
    : [];
}

/** A receiver waits for what it reads. */
function dataAwaited(view: View, id: string): WaitsFor[] {
  if (!view.matches(id, 'reading')) return [];
  const { connections, serving, delivered } = view.context<RingReceiverContext>(id);
  const { ring } = connections[serving]!;
  const words = `waits for message ${delivered[serving]!.length} out of ${ring}`;
  return [{ of: [ring], words, given: { to: id, event: { type: 'DATA', message: null } } }];
}

/** Whoever has posted an operation waits for the path of its die. */
function issueAwaited(view: View, id: string): WaitsFor[] {
  const { posted, path } = view.context<Posting>(id);
  const [first] = posted;
  if (first === undefined) return [];
  const { limit, credits } = view.context<UbPathContext>(path);
  const why = limit > 0 && credits === 0 ? `, which has none of its ${limit} credits left` : '';
  return [
    {
      of: [path],
      words: `waits until ${path}${why === '' ? '' : `${why},`} issues its ${first.message.type}`,
      given: { to: id, event: { type: 'ISSUE' } },
    },
  ];
}
