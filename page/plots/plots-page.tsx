import type { Report } from '../../src/report/page/report-data.js';
import { useTitle } from '../common/title.js';
import { BoundShares } from './bound-shares.js';
import { Claims } from './claims.js';
import { Errors } from './errors.js';
import { Growth } from './growth.js';
import { Throughput } from './throughput.js';
import { Utilisation } from './utilisation.js';

type Plots = Report['plots'];

/** Whether there is anything to plot. */
export function hasPlots({ comparison, throughput, growth }: Plots): boolean {
  return comparison.length + throughput.length > 0 || growth.length > 1;
}

/** What the figures of the report look like side by side. */
export function PlotsPage({ report }: { readonly report: Report }) {
  useTitle('Plots');
  const { plots, claims } = report;
  return (
    <>
      <h1>Throughput, sizes and margins</h1>
      <p class="muted">Every plot has its table under it.</p>
      <div class="plots">
        {plots.throughput.length > 0 && <Throughput plots={plots} />}
        {plots.comparison.length > 0 && <Errors rows={plots.comparison} />}
        {plots.growth.length > 1 && <Growth points={plots.growth} />}
        {plots.throughput.length > 0 && <BoundShares points={plots.throughput} />}
        {plots.throughput.length > 0 && <Utilisation points={plots.throughput} />}
        {claims.some(({ ratio }) => ratio !== null) && <Claims claims={claims} />}
      </div>
    </>
  );
}
