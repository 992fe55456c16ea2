import type { Space } from './space.js';
import { take } from './walk.js';

/** The steps that can be taken, by the group of who acts; the first nine have a key each. */
export function EnabledSteps({ space, state }: { readonly space: Space; readonly state: number }) {
  const { components, labels } = space.data;
  const edges = space.edges(state).map((edge, position) => ({ ...edge, position }));
  const groupOf = (label: number) => components[labels[label]!.actor]?.group[0] ?? '';
  const groups = [...new Set(edges.map(({ label }) => groupOf(label)))];
  return (
    <section class="box card" aria-label="What can happen next">
      <div class="card-head">
        <h2>What can happen next</h2>
        <span class="muted">{edges.length === 0 ? 'nothing' : `${edges.length} steps`}</span>
      </div>
      {space.isCut(state) && <p class="muted">And more, to states that this page does not have.</p>}
      {groups.map((group) => (
        <div key={group}>
          {group !== '' && <h3>{group}</h3>}
          <ul class="choices">
            {edges
              .filter(({ label }) => groupOf(label) === group)
              .map(({ label, position, target }) => (
                <li key={position}>
                  <button type="button" class="go mono" onClick={() => take(space, [position])}>
                    {position < 9 && <kbd aria-hidden="true">{position + 1}</kbd>} {labels[label]!.label}
                    {target === state && <span class="muted"> (changes nothing)</span>}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
