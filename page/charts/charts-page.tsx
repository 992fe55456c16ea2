import type { Report, ReportChart } from '../../src/report/page/report-data.js';
import { useTitle } from '../common/title.js';
import { hrefOf } from '../route.js';
import { ChartFigure } from './chart-figure.js';

/** All charts, small, by the network that has them first; those of monitors behind. */
export function ChartsPage({ report: { charts } }: { readonly report: Report }) {
  useTitle('Charts');
  const entries = Object.entries(charts);
  const components = entries.filter(([, { kind }]) => kind === 'component');
  const networks = [
    ...new Set(
      components.map(
        ([
          ,
          {
            networks: [first],
          },
        ]) => first ?? '',
      ),
    ),
  ];
  const monitors = entries.filter(([, { kind }]) => kind === 'monitor');
  return (
    <>
      <h1>Charts</h1>
      <p class="muted">
        Shaded by how many items have used each part; dashed is what none has. Double borders: a component may
        stay there for ever.
      </p>
      {networks.map((network) => (
        <ChartGrid
          key={network}
          title={network}
          charts={components.filter(([, chart]) => (chart.networks[0] ?? '') === network)}
        />
      ))}
      {monitors.length > 0 && <ChartGrid title="Monitors" charts={monitors} />}
    </>
  );
}

function ChartGrid({ title, charts }: { readonly title: string; readonly charts: [string, ReportChart][] }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul class="grid">
        {charts.map(([id, chart]) => (
          <li key={id}>
            <a href={hrefOf(['charts', id])}>{id}</a>
            <span class="picture">
              <ChartFigure chart={chart} label={`Chart of ${id}`} isShaded widthMax={230} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
