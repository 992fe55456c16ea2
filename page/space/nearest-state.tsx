import { useMemo, useState } from 'preact/hooks';
import type { MachineState } from '../../src/counterexample/explain/explanation.js';
import { stateText } from '../counterexample/states.js';
import type { Space } from './space.js';
import { take } from './walk.js';

/** Goes the shortest way to a state in which a component is where the reader wants it. */
export function NearestState({ space, state }: { readonly space: Space; readonly state: number }) {
  const { components, values } = space.data;
  const [component, setComponent] = useState(0);
  const states = useMemo(
    () => [
      ...new Set(values[component]!.map((value) => stateText((value as unknown as MachineState).state))),
    ],
    [space, component],
  );
  const [wanted, setWanted] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const chosen = wanted !== undefined && states.includes(wanted) ? wanted : (states[0] ?? '');
  const go = (event: Event) => {
    event.preventDefault();
    const way = space.wayTo(state, (each) => stateText(space.component(each, component).state) === chosen);
    setMissing(way === undefined);
    if (way !== undefined) take(space, way);
  };
  return (
    <form class="nearest" onSubmit={go}>
      <label>
        Go where{' '}
        <select
          value={component}
          onChange={({ currentTarget }) => {
            setComponent(Number(currentTarget.value));
            setMissing(false);
          }}
        >
          {components.map(({ id }, at) => (
            <option key={id} value={at}>
              {id}
            </option>
          ))}
        </select>
      </label>{' '}
      <label>
        is in{' '}
        <select
          value={chosen}
          onChange={({ currentTarget }) => {
            setWanted(currentTarget.value);
            setMissing(false);
          }}
        >
          {states.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>{' '}
      <button type="submit">Go</button>
      {isMissing && <span class="muted"> No way from here leads there.</span>}
    </form>
  );
}
