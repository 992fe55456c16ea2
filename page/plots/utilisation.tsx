import { axisX, axisY, barX, plot, text } from '@observablehq/plot';
import type { Report } from '../../src/report/page/report-data.js';
import { PlotFigure, STYLE, WIDTH } from './plot-figure.js';

type Point = Report['plots']['throughput'][number];

/** How busy each resource is, at the published batch that is largest. */
export function Utilisation({ points }: { readonly points: readonly Point[] }) {
  const point = points.find(({ batch }) => batch === 96) ?? points.at(-1)!;
  const rows = Object.entries(point.utilisation)
    .map(([name, share]) => ({ name, share: 100 * share }))
    .toSorted((one, other) => other.share - one.share);
  const draw = () =>
    plot({
      style: STYLE,
      width: WIDTH,
      height: 46 + 20 * rows.length,
      marginLeft: 190,
      marginRight: 50,
      x: { domain: [0, 100] },
      y: { domain: rows.map(({ name }) => name), padding: 0.35 },
      marks: [
        barX(rows, { y: 'name', x: 'share', fill: 'var(--die-0)' }),
        axisX({ label: '% of the time, or of what the hardware could do →', labelAnchor: 'right' }),
        axisY({ label: null, tickSize: 0 }),
        text(rows, {
          x: 'share',
          y: 'name',
          text: ({ share }: { share: number }) => `${share.toFixed(1)} %`,
          textAnchor: 'start',
          dx: 5,
        }),
      ],
    });
  return (
    <PlotFigure
      title={`How busy, at batch ${point.batch}`}
      caption="Share of each resource that was held, and of each rate that was reached."
      draw={draw}
      of={points}
      head={['Resource', '%']}
      rows={rows.map(({ name, share }) => [name, share])}
    />
  );
}
