import type { AnyEventObject } from 'xstate';
import { quotedWhereNeeded } from '../../network/quoted.js';
import { IS_FALSE } from '../../property/messages.js';
import { readsOf } from './reads.js';
import type { Run } from './run.js';
import { stateText } from './why/waits.js';

/** Values that are told, and types of messages of each channel. */
const VALUES_MAX = 6;
const MESSAGES_MAX = 4;

/** `A, B and 2 more wait`. */
function waitingText(messages: readonly AnyEventObject[]): string {
  const types = messages.slice(0, MESSAGES_MAX).map(({ type }) => quotedWhereNeeded(type));
  const left = messages.length - types.length;
  if (left > 0) return `${types.join(', ')} and ${left} more wait`;
  const last = types.pop()!;
  return types.length === 0 ? `${last} waits` : `${types.join(', ')} and ${last} wait`;
}

/** What a predicate that is false, and says no more, has read in the last state: `: a is in s2, shop has stock 0`. */
export function valuesRead(run: Run): string {
  const property = run.network.properties.find(({ name }) => name === run.property);
  if (property?.kind !== 'always' || run.end.message !== IS_FALSE) return '';
  const view = run.view(run.last);
  const values = [...readsOf(view, property.holds)].flatMap(([id, { isState, fields, senders }]) => {
    const component = run.recorder.indexOf(id);
    // A machine without states is in none that has a name.
    const value = isState ? stateText(run, component) : '';
    const state = value === '' ? [] : [`${run.label(component)} is in ${value}`];
    const context = view.context<Readonly<Record<string, unknown>>>(id);
    const told = [...fields].map((field) => {
      const value = run.words.value({ component: id, path: [field] }, context[field]);
      return `${run.label(component)} has ${field} ${value}`;
    });
    const messages = [...senders].flatMap((from) => {
      const waiting = view.waiting(from, id);
      const channel = `from ${run.label(run.recorder.indexOf(from))} to ${run.label(component)}`;
      return waiting.length === 0 ? [`nothing waits ${channel}`] : [`${waitingText(waiting)} ${channel}`];
    });
    return [...state, ...told, ...messages];
  });
  if (values.length === 0) return '';
  const left = values.length - VALUES_MAX;
  return `: ${values.slice(0, VALUES_MAX).join(', ')}${left > 0 ? `, and ${left} more` : ''}`;
}
