import type { RefObject } from 'preact';
import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import type { View } from './view.js';

interface Props {
  readonly explanation: Explanation;
  readonly view: View;
  readonly filterField: RefObject<HTMLInputElement | null>;
  readonly onHelp: () => void;
}

/** Where one is, and how to get elsewhere. */
export function Toolbar({ explanation, view, filterField, onHelp }: Props) {
  const { steps, key, why, loop } = explanation;
  const count = steps.length;
  const words = steps[view.step - 1]?.words ?? 'the initial state';
  const wrong = new Set(why.lines.flatMap(({ n }) => (n === null ? [] : [n])));
  return (
    <div class="toolbar" role="group" aria-label="Stepping">
      <button type="button" onClick={() => view.goTo(0)} disabled={view.step === 0}>
        <span aria-hidden="true">|◀</span>
        <span class="unseen">Initial state</span>
      </button>
      <button type="button" onClick={view.previous} disabled={view.step === 0}>
        <span aria-hidden="true">◀</span>
        <span class="unseen">Step back</span>
      </button>
      <span class="where">
        step <strong>{view.step}</strong> of {count}
        {loop !== null && view.round > 1 && `, round ${view.round}`}
      </span>
      <span class="unseen" role="status">
        step {view.step} of {count}: {words}
      </span>
      <button type="button" onClick={view.next} disabled={view.step === count && loop === null}>
        <span aria-hidden="true">▶</span>
        <span class="unseen">Step on</span>
      </button>
      <button type="button" onClick={() => view.goTo(count)} disabled={view.step === count}>
        <span aria-hidden="true">▶|</span>
        <span class="unseen">Last step</span>
      </button>
      <span class="slider">
        <input
          type="range"
          min={0}
          max={count}
          value={view.step}
          aria-label="Step"
          aria-valuetext={`step ${view.step} of ${count}`}
          onInput={({ currentTarget }) => view.goTo(Number(currentTarget.value))}
        />
        <span class="marks" aria-hidden="true">
          {key.map((n) => (
            <span
              key={n}
              class={wrong.has(n) ? 'wrong' : undefined}
              style={{ left: `${(100 * n) / count}%` }}
            />
          ))}
        </span>
      </span>
      <button type="button" onClick={view.toggleAll}>
        {view.open.size > 0 ? 'Fold' : 'Unfold'}
      </button>
      <input
        ref={filterField}
        class="filter"
        type="search"
        placeholder="filter"
        aria-label="Only steps that speak of"
        value={view.filter}
        onInput={({ currentTarget }) => view.setFilter(currentTarget.value)}
        onKeyDown={({ key: pressed, currentTarget }) => {
          if (pressed === 'Escape' || pressed === 'Enter') currentTarget.blur();
        }}
      />
      <button type="button" class="quiet" onClick={onHelp}>
        <kbd aria-hidden="true">?</kbd> keys
      </button>
    </div>
  );
}

const KEYS: readonly (readonly [string, string])[] = [
  ['→ ↓ j', 'next step'],
  ['← ↑ k', 'step back'],
  ['⇧→ ⇧←', 'next and previous key step'],
  ['Home End', 'initial state, last step'],
  ['[ ]', 'to the cause, to the effect'],
  ['f', 'unfold or fold all'],
  ['h', 'history of what the claim speaks of'],
  ['c', 'next chart'],
  ['/', 'filter by component, event or word'],
  ['d', 'light or dark'],
  ['?', 'this list'],
];

/** What stands in the words of steps, and before lines of the explanation. */
const SIGNS: readonly (readonly [string, string])[] = [
  ['⇒', 'a message: who sends it, and to whom'],
  ['◷', 'a timer of a component fires'],
  ['–', 'did not happen in these steps'],
];

export function KeysHelp() {
  return (
    <dl class="box keys" aria-label="Keys and signs">
      {[...KEYS, ...SIGNS].map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
