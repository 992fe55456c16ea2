import { IS_FALSE } from '../../property/messages.js';
import { readsOf } from './reads.js';
import type { Run } from './run.js';
import { stateText } from './why/waits.js';

/** Values that are told. */
const VALUES_MAX = 6;

/** What a predicate that is false, and says no more, has read in the last state: `: a is in s2, shop has stock 0`. */
export function valuesRead(run: Run): string {
  const property = run.network.properties.find(({ name }) => name === run.property);
  if (property?.kind !== 'always' || run.end.message !== IS_FALSE) return '';
  const view = run.view(run.last);
  const values = [...readsOf(view, property.holds)].flatMap(([id, { isState, fields }]) => {
    const component = run.recorder.indexOf(id);
    const state = isState ? [`${run.label(component)} is in ${stateText(run, component)}`] : [];
    const context = view.context<Readonly<Record<string, unknown>>>(id);
    const told = [...fields].map((field) => {
      const value = run.words.value({ component: id, path: [field] }, context[field]);
      return `${run.label(component)} has ${field} ${value}`;
    });
    return [...state, ...told];
  });
  if (values.length === 0) return '';
  const left = values.length - VALUES_MAX;
  return `: ${values.slice(0, VALUES_MAX).join(', ')}${left > 0 ? `, and ${left} more` : ''}`;
}
