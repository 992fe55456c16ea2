import type { Report } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { short, whole } from '../text.js';

type Claim = Report['claims'][number];

/** Claims about numbers, the one that came nearest to being broken first. */
export function ClaimsTable({ claims }: { readonly claims: readonly Claim[] }) {
  const isBroken = ({ verdict }: Claim) => (verdict === 'violated' ? 1 : 0);
  const sorted = claims.toSorted(
    (one, other) => isBroken(other) - isBroken(one) || (other.ratio ?? -1) - (one.ratio ?? -1),
  );
  return (
    <section>
      <h2>Claims about numbers, the nearest to its bound first</h2>
      <div class="scrolls" role="region" aria-label="Table of claims about numbers" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">It says</th>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                Inputs
              </th>
              <th scope="col" class="number">
                Of its bound
              </th>
              <th scope="col">Bound used</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((claim) => (
              <tr key={`${claim.suite} ${claim.name}`}>
                <th scope="row">
                  {claim.name} <span class="muted">{claim.suite}</span>
                </th>
                <td>
                  {claim.title}: <span class="mono">{claim.formula}</span>
                </td>
                <td>
                  <Chip verdict={claim.verdict} />
                </td>
                <td class="number">{whole(claim.runs)}</td>
                <td class="number">{claim.ratio === null ? 'exact' : short(claim.ratio)}</td>
                <td>
                  <Share ratio={claim.ratio} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A bar; the number stands beside it. */
function Share({ ratio }: { readonly ratio: number | null }) {
  if (ratio === null) return null;
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${Math.min(1, ratio) * 100}%` }} />
    </span>
  );
}
