import type { Report } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { hrefOf } from '../route.js';
import { counted } from '../text.js';

type Sweep = Report['plots']['designs'][number];
type Cell = Sweep['cells'][number];

/** Designs beside each other: what holds, and what each costs in states; where one is violated, the way to its counterexample. */
export function Designs({ sweep: { title, network, rows, columns, cells } }: { readonly sweep: Sweep }) {
  const rowLabels = [...new Set(cells.map(({ labels }) => labels[0]!))];
  const byRow = rowLabels.map((label) => [label, cells.filter(({ labels }) => labels[0] === label)] as const);
  const first = byRow[0]?.[1] ?? [];
  return (
    <section>
      <h2>{title}</h2>
      <p class="muted">
        {network}: each design explored to its end, or to its first violation, which its cell leads to.
      </p>
      <div class="scrolls" role="region" aria-label={`Table of ${title}`} tabIndex={0}>
        <table class="designs">
          <thead>
            {columns.map((name, axis) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {first.map(({ labels }) => (
                  <th key={labels.join()} scope="col">
                    {labels[axis + 1]}
                  </th>
                ))}
              </tr>
            ))}
            {columns.length === 0 && (
              <tr>
                <th scope="col">{rows}</th>
                <th scope="col">Verdict</th>
              </tr>
            )}
          </thead>
          <tbody>
            {byRow.map(([label, designs]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {designs.map((cell) => (
                  <td key={cell.labels.join()}>
                    <Design cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Design({
  cell: { labels, verdict, states, property, steps, counterexample },
}: {
  readonly cell: Cell;
}) {
  const seen =
    verdict === 'violated' && steps !== undefined ? counted(steps, 'step') : counted(states, 'state');
  return (
    <>
      <Chip verdict={verdict} />{' '}
      {property !== undefined &&
        (counterexample === undefined ? (
          property
        ) : (
          <a href={hrefOf(['x', counterexample])} title={labels.join(', ')}>
            {property}
          </a>
        ))}{' '}
      <span class="muted">{seen}</span>
    </>
  );
}
