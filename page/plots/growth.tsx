import { axisX, axisY, dot, gridX, plot, ruleY, text } from '@observablehq/plot';
import type { Report } from '../../src/report/page/report-data.js';
import { parametersText, whole } from '../text.js';
import { PlotFigure, STYLE, WIDTH } from './plot-figure.js';

type Point = Report['plots']['growth'][number];

/** How large the state spaces are that were gone through. */
export function Growth({ points }: { readonly points: readonly Point[] }) {
  const networks = [...new Set(points.map(({ network }) => network))];
  const finished = points.filter(({ isComplete }) => isComplete);
  const stopped = points.filter(({ isComplete }) => !isComplete);
  const largest = networks.map((network) =>
    points
      .filter((point) => point.network === network)
      .reduce((most, each) => (each.states > most.states ? each : most)),
  );
  const spans = networks.map((network) => {
    const sizes = points.filter((point) => point.network === network).map(({ states }) => states);
    return { network, least: Math.min(...sizes), most: Math.max(...sizes) };
  });
  const draw = () =>
    plot({
      style: STYLE,
      width: WIDTH,
      height: 60 + 24 * networks.length,
      marginLeft: 160,
      marginRight: 110,
      x: { type: 'log' },
      y: { type: 'point', domain: networks, padding: 0.6 },
      marks: [
        gridX({ stroke: 'var(--line)' }),
        axisX({
          label: 'states, each size ten times the one before →',
          labelAnchor: 'right',
          ticks: 6,
          tickFormat: '~s',
        }),
        axisY({ label: null, tickSize: 0 }),
        ruleY(spans, { y: 'network', x1: 'least', x2: 'most', stroke: 'var(--die-0)', strokeOpacity: 0.5 }),
        dot(finished, {
          x: 'states',
          y: 'network',
          r: 4,
          stroke: 'var(--die-0)',
          fill: 'var(--page)',
          strokeWidth: 1.6,
        }),
        dot(stopped, {
          x: 'states',
          y: 'network',
          r: 5,
          symbol: 'triangle',
          stroke: 'var(--die-1)',
          fill: 'var(--page)',
          strokeWidth: 1.6,
        }),
        text(largest, {
          x: 'states',
          y: 'network',
          text: ({ states, isComplete }: Point) => `${isComplete ? '' : 'at least '}${whole(states)}`,
          textAnchor: 'start',
          dx: 9,
        }),
      ],
    });
  return (
    <PlotFigure
      title="Sizes of the state spaces"
      caption="A ring for each configuration that was gone through completely; a triangle where it was stopped: there are at least so many."
      draw={draw}
      of={points}
      head={['Network', 'Parameters', 'States', '']}
      rows={points.map(({ network, parameters, states, isComplete }) => [
        network,
        parametersText(parameters) || 'defaults',
        states,
        isComplete ? 'all' : 'at least',
      ])}
    />
  );
}
