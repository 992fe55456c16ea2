import { axisX, axisY, barX, dot, plot, ruleX, ruleY, text } from '@observablehq/plot';
import type { Report } from '../../src/report/page/report-data.js';
import { short } from '../text.js';
import { PlotFigure, STYLE, WIDTH } from './plot-figure.js';

type Row = Report['plots']['comparison'][number];

/** Published figures beside simulated ones: how far off each is. */
export function Errors({ rows }: { readonly rows: readonly Row[] }) {
  const sign = (error: number) => `${error > 0 ? '+' : ''}${error.toFixed(1)}`;
  const isHollow = ({ kind }: Row) => kind !== 'predicted';
  const most = Math.max(...rows.map(({ band, error }) => Math.max(band, Math.abs(error)))) * 1.1;
  const draw = () =>
    plot({
      style: STYLE,
      width: WIDTH,
      height: 46 + 20 * rows.length,
      marginLeft: 190,
      marginRight: 40,
      x: { domain: [-most, most] },
      y: { domain: rows.map(({ name }) => name), padding: 0.35 },
      marks: [
        barX(rows, { y: 'name', x1: ({ band }: Row) => -band, x2: 'band', fill: 'var(--band)' }),
        axisX({ label: 'error, % (or points) →', labelAnchor: 'right' }),
        axisY({ label: null, tickSize: 0 }),
        ruleX([0], { stroke: 'var(--muted)' }),
        ruleY(rows, { y: 'name', x1: 0, x2: 'error', stroke: 'var(--die-0)' }),
        dot(rows, {
          x: 'error',
          y: 'name',
          r: 4.5,
          fill: (row: Row) =>
            isHollow(row) ? 'var(--page)' : row.isWithinBand ? 'var(--die-0)' : 'var(--bad)',
          stroke: (row: Row) => (row.isWithinBand ? 'var(--die-0)' : 'var(--bad)'),
          strokeWidth: 1.8,
        }),
        text(
          rows.filter(({ error }) => error >= 0),
          { x: 'error', y: 'name', text: ({ error }: Row) => sign(error), textAnchor: 'start', dx: 8 },
        ),
        text(
          rows.filter(({ error }) => error < 0),
          { x: 'error', y: 'name', text: ({ error }: Row) => sign(error), textAnchor: 'end', dx: -8 },
        ),
      ],
    });
  return (
    <PlotFigure
      title="Paper against simulated"
      caption="Error of each published figure; grey: its band. Filled: predicted. Rings: fitted, inputs, or as good as constants without a source."
      draw={draw}
      of={rows}
      head={['Figure', 'Published', 'Simulated', 'Error', 'Band', 'Kind']}
      rows={rows.map(({ name, unit, published, simulated, error, band, kind, isInPoints }) => [
        name,
        `${published.map(short).join(' – ')} ${unit}`,
        simulated.map(short).join(' / '),
        `${sign(error)} ${isInPoints ? 'points' : '%'}`,
        short(band),
        kind,
      ])}
    />
  );
}
