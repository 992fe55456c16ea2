import { axisX, axisY, gridY, line, plot, ruleY, text } from '@observablehq/plot';
import type { Report } from '../../src/report/page/report-data.js';
import { PlotFigure, spread, STYLE, WIDTH } from './plot-figure.js';

type Point = Report['plots']['throughput'][number];

const COLOURS = ['var(--die-0)', 'var(--die-1)', 'var(--die-2)', 'var(--good)', 'var(--muted)'];

/** How much of each physical limit a run uses, by its batch. */
export function BoundShares({ points }: { readonly points: readonly Point[] }) {
  const sorted = points.toSorted((one, other) => one.batch - other.batch);
  const rows = sorted.flatMap(({ batch, bounds }) =>
    bounds.map(({ name, meaning, ratio }) => ({ batch, name: `${name} ${meaning.split(':')[0]}`, y: ratio })),
  );
  const names = [...new Set(rows.map(({ name }) => name))];
  const colour = (name: string) => COLOURS[names.indexOf(name) % COLOURS.length]!;
  const last = sorted.at(-1)?.batch;
  const labels = spread(
    rows.filter(({ batch }) => batch === last),
    0.05,
  );
  const draw = () =>
    plot({
      style: STYLE,
      width: WIDTH,
      height: 300,
      marginRight: 200,
      marginLeft: 44,
      y: { domain: [0, 1.02] },
      marks: [
        gridY({ stroke: 'var(--line)' }),
        axisX({ label: 'batch of an NPU →', labelAnchor: 'right' }),
        axisY({ label: '↑ share of the limit', labelAnchor: 'top' }),
        ruleY([1], { stroke: 'var(--bad)', strokeDasharray: '6 3' }),
        line(rows, {
          x: 'batch',
          y: 'y',
          z: 'name',
          stroke: ({ name }: { name: string }) => colour(name),
          strokeWidth: 1.8,
        }),
        text(labels, {
          x: 'batch',
          y: 'labelY',
          text: 'name',
          fill: ({ name }: { name: string }) => colour(name),
          textAnchor: 'start',
          dx: 7,
        }),
      ],
    });
  return (
    <PlotFigure
      title="How near to physics"
      caption="Share of each limit that the run at that batch uses; 1 is the limit."
      draw={draw}
      of={points}
      head={['Batch', ...names]}
      rows={sorted.map(({ batch, bounds }) => [
        batch,
        ...names.map((name) => bounds.find((each) => name.startsWith(`${each.name} `))?.ratio ?? ''),
      ])}
    />
  );
}
