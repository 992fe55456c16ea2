import type { Report } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { whole } from '../text.js';

type Design = Report['plots']['designs'][number];

/** Designs beside each other: what holds, and what each costs in states. */
export function Designs({ design: { title, network, rows, columns, cells } }: { readonly design: Design }) {
  return (
    <figure class="box plot">
      <h2>{title}</h2>
      <p class="muted">{network}: each design explored to its end, or to its first violation.</p>
      <div class="scrolls" role="region" aria-label={`Table of ${title}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {[rows, ...columns].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                States
              </th>
            </tr>
          </thead>
          <tbody>
            {cells.map(({ labels, verdict, states, property, steps }) => (
              <tr key={labels.join()}>
                {labels.map((label, at) => (
                  <td key={at}>{label}</td>
                ))}
                <td>
                  <Chip verdict={verdict} /> {property}
                  {steps === undefined ? '' : ` in ${steps} steps`}
                </td>
                <td class="number">{whole(states)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
