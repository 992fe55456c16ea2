import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import { type State, valueAt, valueText } from './states.js';
import type { View } from './view.js';

/** A part of a state whose history is told. */
export interface Variable {
  readonly part: number;
  readonly path: readonly string[];
  readonly name: string;
}

interface Props {
  readonly explanation: Explanation;
  readonly states: readonly State[];
  readonly variable: Variable;
  readonly view: View;
  readonly onClose: () => void;
}

/** Each step that changes a variable, with its value. */
export function History({ explanation, states, variable, view, onClose }: Props) {
  const { part, path, name } = variable;
  const values = states.map((state) => valueText(valueAt(state[part], path)));
  const changes = values.flatMap((value, n) => (n === 0 || value !== values[n - 1] ? [{ n, value }] : []));
  return (
    <section class="box card history" aria-label={`History of ${name}`}>
      <div class="card-head">
        <h2>History of {name}</h2>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </div>
      <ol class="lines">
        {changes.map(({ n, value }) => (
          <li key={n} class={n === view.step ? 'present' : undefined}>
            <button type="button" class="step-link" onClick={() => view.goTo(n)}>
              {n === 0 ? 'start' : n}
            </button>
            <span class="mono">{value}</span>
            <span class="muted">{explanation.steps[n - 1]?.words ?? ''}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
