import type { Report } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { Linked } from '../common/prose.js';

/** Bugs that were switched on, so that it is seen that the checks can fail. */
export function KnownBugs({ bugs }: { readonly bugs: Report['knownBugs'] }) {
  return (
    <section>
      <h2>Known bugs that were switched on</h2>
      <p class="muted">A check that cannot fail proves nothing: each of these must be caught.</p>
      <div class="scrolls" role="region" aria-label="Table of known bugs" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Bug</th>
              <th scope="col">Outcome</th>
              <th scope="col">It violates</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {bugs.map((bug) => (
              <tr key={bug.item}>
                <th scope="row">
                  {bug.fault} <span class="muted">{bug.network}</span>
                </th>
                <td>
                  <Chip verdict={bug.outcome} />
                  {bug.steps === undefined ? '' : ` in ${bug.steps} steps`}
                </td>
                <td>{bug.property}</td>
                <td>
                  <Linked href={bug.link}>{bug.title}</Linked>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
