import { axisX, axisY, barX, plot, ruleX, text } from '@observablehq/plot';
import type { Report } from '../../src/report/page/report-data.js';
import { short } from '../text.js';
import { PlotFigure, STYLE, WIDTH } from './plot-figure.js';

type Claim = Report['claims'][number];

/** How much of its bound the worst input of each claim takes. */
export function Claims({ claims }: { readonly claims: readonly Claim[] }) {
  const rows = claims
    .flatMap(({ name, suite, ratio, verdict }) =>
      ratio === null ? [] : [{ name: `${name} (${suite})`, ratio, isBroken: verdict === 'violated' }],
    )
    .toSorted((one, other) => other.ratio - one.ratio);
  const draw = () =>
    plot({
      style: STYLE,
      width: WIDTH,
      height: 46 + 18 * rows.length,
      marginLeft: 190,
      marginRight: 60,
      x: { domain: [0, Math.max(1, ...rows.map(({ ratio }) => ratio))] },
      y: { domain: rows.map(({ name }) => name), padding: 0.35 },
      marks: [
        barX(rows, {
          y: 'name',
          x: 'ratio',
          fill: ({ isBroken }: { isBroken: boolean }) => (isBroken ? 'var(--bad)' : 'var(--die-0)'),
        }),
        ruleX([1], { stroke: 'var(--bad)', strokeDasharray: '6 3' }),
        axisX({ label: 'share of the bound →', labelAnchor: 'right' }),
        axisY({ label: null, tickSize: 0 }),
        text(rows, {
          x: 'ratio',
          y: 'name',
          text: ({ ratio }: { ratio: number }) => short(ratio),
          textAnchor: 'start',
          dx: 5,
        }),
      ],
    });
  return (
    <PlotFigure
      title="Margins of the claims about numbers"
      caption="Largest share of its bound that any input took; 1 breaks it."
      draw={draw}
      of={claims}
      head={['Claim', 'Share']}
      rows={rows.map(({ name, ratio }) => [name, ratio])}
    />
  );
}
