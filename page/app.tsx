import { useEffect } from 'preact/hooks';
import type { Report } from '../src/report/page/report-data.js';
import { ChartPage } from './charts/chart-page.js';
import { ChartsPage } from './charts/charts-page.js';
import { CounterexamplePage } from './counterexample/counterexample-page.js';
import { nameOf } from './counterexample/name.js';
import { useKeys } from './keys.js';
import { hasPlots, PlotsPage } from './plots/plots-page.js';
import { ReportPage } from './report/report-page.js';
import { hrefOf, route } from './route.js';
import { SpacePage } from './space/space-page.js';
import { toggleTheme } from './theme.js';

interface Link {
  readonly parts: readonly string[];
  readonly text: string;
}

/** The links at the top, as far as there is something behind them. */
function linksOf({ counterexamples, charts, plots, spaces }: Report): Link[] {
  return [
    { parts: [], text: 'Report' },
    ...counterexamples
      .filter(({ design }) => design === undefined)
      .slice(0, LINKS_MAX)
      .map((each) => ({ parts: ['x', each.id], text: nameOf(each) })),
    ...spaces.map(({ network }) => ({
      parts: ['step', network],
      text: spaces.length === 1 ? 'Step through' : `Step through ${network}`,
    })),
    ...(Object.keys(charts).length === 0 ? [] : [{ parts: ['charts'], text: 'Charts' }]),
    ...(hasPlots(plots) ? [{ parts: ['plots'], text: 'Plots' }] : []),
  ];
}

/** Further counterexamples are named in the report, and those of designs are led to by their table. */
const LINKS_MAX = 4;

export function App({ report }: { readonly report: Report }) {
  useKeys({ d: toggleTheme });
  const [first, second] = route.value.parts;
  const isPresent = ({ parts: [page, which] }: Link) =>
    page === first && (which === undefined || which === second);
  // A new page is read from its top; a step of the same page is not a new one.
  useEffect(() => window.scrollTo(0, 0), [first, second]);
  return (
    <>
      <header class="top">
        <span class="brand">cloudmatrix-check</span>
        <nav aria-label="Pages">
          {linksOf(report).map((link) => (
            <a
              key={link.parts.join('/')}
              href={hrefOf(link.parts)}
              aria-current={isPresent(link) ? 'page' : undefined}
            >
              {link.text}
            </a>
          ))}
        </nav>
        <button class="theme" type="button" onClick={toggleTheme} title="Light or dark (d)">
          <span aria-hidden="true">◐</span>
          <span class="unseen">Light or dark</span>
        </button>
      </header>
      <main>
        <Page report={report} />
      </main>
    </>
  );
}

function Page({ report }: { readonly report: Report }) {
  const [first, second] = route.value.parts;
  switch (first) {
    case undefined:
      return <ReportPage report={report} />;
    case 'x': {
      const counterexample = report.counterexamples.find(({ id }) => id === second);
      return counterexample === undefined ? (
        <Missing />
      ) : (
        <CounterexamplePage key={second} report={report} counterexample={counterexample} />
      );
    }
    case 'charts': {
      if (second === undefined) return <ChartsPage report={report} />;
      const chart = report.charts[second];
      return chart === undefined ? <Missing /> : <ChartPage key={second} id={second} chart={chart} />;
    }
    case 'plots':
      return <PlotsPage report={report} />;
    case 'step': {
      const space = report.spaces.find(({ network }) => network === second);
      return space === undefined ? <Missing /> : <SpacePage key={second} report={report} space={space} />;
    }
    default:
      return <Missing />;
  }
}

function Missing() {
  return (
    <>
      <h1>There is no such page in this report</h1>
      <p>
        <a href="#/">Back to the report</a>
      </p>
    </>
  );
}
