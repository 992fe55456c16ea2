import { axisX, axisY, dot, gridY, line, plot, ruleX, text } from '@observablehq/plot';
import type { Report } from '../../src/report/page/report-data.js';
import { PlotFigure, STYLE, WIDTH } from './plot-figure.js';

/** What a batch buys, and what it costs. */
export function Throughput({ plots }: { readonly plots: Report['plots'] }) {
  const { published, limits } = plots;
  const points = plots.throughput.toSorted((one, other) => one.batch - other.batch).map(withCeiling);
  const highest = Math.max(...points.map(({ tokensPerSecond }) => tokensPerSecond)) * 1.7;
  const ceiling = points.filter((point) => point.ceiling <= highest);
  const top = ceiling.at(-1);
  const draw = () =>
    plot({
      style: STYLE,
      width: WIDTH,
      height: 360,
      marginRight: 70,
      marginLeft: 52,
      x: { domain: [0, Math.max(...points.map(({ tpotMs }) => tpotMs)) * 1.08] },
      y: { domain: [0, highest] },
      marks: [
        gridY({ stroke: 'var(--line)' }),
        axisX({ label: 'ms for each token (TPOT) →', labelAnchor: 'right' }),
        axisY({ label: '↑ tokens/s of an NPU', labelAnchor: 'top' }),
        ruleX(limits, { x: 'tpotMs', stroke: 'var(--muted)', strokeDasharray: '4 3' }),
        text(limits, {
          x: 'tpotMs',
          frameAnchor: 'top',
          dy: -8,
          text: ({ tpotMs }) => `SLO ${tpotMs} ms`,
          fill: 'var(--muted)',
        }),
        line(ceiling, { x: 'tpotMs', y: 'ceiling', stroke: 'var(--bad)', strokeDasharray: '6 3' }),
        ...(top === undefined
          ? []
          : [
              text([top], {
                x: 'tpotMs',
                y: 'ceiling',
                text: ({ binding }) => `physical ceiling: ${binding}`,
                textAnchor: 'start',
                dx: 8,
                fill: 'var(--bad)',
              }),
            ]),
        line(points, { x: 'tpotMs', y: 'tokensPerSecond', stroke: 'var(--die-0)', strokeWidth: 2 }),
        dot(points, { x: 'tpotMs', y: 'tokensPerSecond', fill: 'var(--die-0)', r: 3.5 }),
        text(points, {
          x: 'tpotMs',
          y: 'tokensPerSecond',
          text: ({ batch }) => `batch ${batch}`,
          textAnchor: 'start',
          dx: 8,
          dy: 9,
          fill: 'var(--text)',
        }),
        dot(published, { x: 'tpotMs', y: 'tokensPerSecond', fill: 'var(--die-1)', symbol: 'diamond', r: 6 }),
        text(published, {
          x: 'tpotMs',
          y: 'tokensPerSecond',
          text: ({ tokensPerSecond }) => tokensPerSecond.toLocaleString('en-US'),
          textAnchor: 'end',
          dx: -9,
          dy: -7,
          fill: 'var(--die-1)',
          fontWeight: 600,
        }),
      ],
    });
  return (
    <PlotFigure
      title="Decode: what a batch buys, and what it costs"
      caption="Line: simulated, the batch of an NPU beside each point. Diamonds: published. Vertical: service levels of the paper. Dashed above: what the binding physical limit would allow."
      draw={draw}
      of={plots}
      head={['Batch', 'TPOT, ms', 'Tokens/s', 'Ceiling', 'Bound by']}
      rows={points.map(({ batch, tpotMs, tokensPerSecond, ceiling: most, binding }) => [
        batch,
        tpotMs,
        tokensPerSecond,
        most,
        binding,
      ])}
    />
  );
}

type Point = Report['plots']['throughput'][number];

/** The throughput that the largest of the physical bounds would still allow. */
function withCeiling(point: Point): Point & { readonly ceiling: number; readonly binding: string } {
  const physical = point.bounds.filter(({ name }) => PHYSICAL.test(name));
  const bounds = physical.length > 0 ? physical : point.bounds;
  const binding = bounds.toSorted((one, other) => other.ratio - one.ratio)[0];
  if (binding === undefined || binding.ratio === 0) return { ...point, ceiling: Infinity, binding: '' };
  return { ...point, ceiling: point.tokensPerSecond / binding.ratio, binding: subjectOf(binding.meaning) };
}

/** What a limit is of: `compute: operations at the rate of the cubes` is of compute. */
const subjectOf = (meaning: string): string => meaning.split(':')[0]!;

/** Bounds of compute, memory and links. */
const PHYSICAL = /^B[123]\b/;
