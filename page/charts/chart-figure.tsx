import type { ReportChart } from '../../src/report/page/report-data.js';
import { Boxes } from './boxes.js';
import type { ChartMoment } from './chart-moment.js';

interface Props {
  readonly chart: ReportChart;
  /** In words, for who does not see it. */
  readonly label: string;
  readonly moment?: ChartMoment;
  /** Arrows and states by how many items have used them. */
  readonly isShaded?: boolean;
  /** Most pixels: a small picture. */
  readonly widthMax?: number;
}

/** A chart as boxes and arrows, as it was laid out when the page was written. */
export function ChartFigure({ chart, label, moment, isShaded = false, widthMax }: Props) {
  const { width, height } = chart;
  const scale = widthMax === undefined ? 1 : Math.min(1, widthMax / width);
  return (
    <svg
      class="chart"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={Math.round(width * scale)}
      height={Math.round(height * scale)}
    >
      <defs>
        {['arrow', 'arrow-taken'].map((id) => (
          <marker
            key={id}
            id={id}
            class={id}
            viewBox="0 0 8 8"
            refX="7.5"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0,0.8 L8,4 L0,7.2 Z" />
          </marker>
        ))}
      </defs>
      <Boxes chart={chart} moment={moment} isShaded={isShaded} />
      <Arrows chart={chart} moment={moment} isShaded={isShaded} />
    </svg>
  );
}

interface PartProps {
  readonly chart: ReportChart;
  readonly moment: ChartMoment | undefined;
  readonly isShaded: boolean;
}

function Arrows({ chart, moment, isShaded }: PartProps) {
  const { transitions, starts, runs } = chart;
  return (
    <g>
      {starts.map(({ box: [x, y, width], points }, at) => (
        <g key={at} class="start">
          <circle cx={x + width / 2} cy={y + width / 2} r={width / 2 - 1} />
          <path d={pathOf(points)} marker-end="url(#arrow)" />
        </g>
      ))}
      {transitions.map(({ parts, at: [x, y, width], points }, index) => {
        const isTaken = moment?.taken.has(index) ?? false;
        const visits = Math.max(...parts.map((part) => part.visits));
        const isNever = isShaded && runs > 0 && visits === 0 && parts.some(({ part }) => part !== undefined);
        const lines = parts.flatMap((part) => part.label.map((line) => ({ line, part })));
        return (
          <g key={index} class={`edge${isTaken ? ' taken' : ''}${isNever ? ' never' : ''}`}>
            <path
              d={pathOf(points)}
              marker-end={isTaken ? 'url(#arrow-taken)' : 'url(#arrow)'}
              style={
                isShaded && runs > 0 && visits > 0 ? { strokeWidth: 0.8 + (1.7 * visits) / runs } : undefined
              }
            />
            {lines.map(({ line, part }, at) => (
              <text
                key={at}
                x={x + width / 2}
                y={y + 11 + 14 * at}
                class={
                  isShaded && runs > 0 && part.visits === 0 && part.part !== undefined ? 'never' : undefined
                }
              >
                {line}
              </text>
            ))}
          </g>
        );
      })}
    </g>
  );
}

const RADIUS = 5;

/** A line with round corners. */
function pathOf(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], at) => {
      const [before, after] = [points[at - 1], points[at + 1]];
      if (before === undefined) return `M${x},${y}`;
      if (after === undefined) return `L${x},${y}`;
      const [enter, leave] = [towards([x, y], before), towards([x, y], after)];
      return `L${enter} Q${x},${y} ${leave}`;
    })
    .join(' ');
}

/** A point near to another one, on the way to a third. */
function towards([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): string {
  const length = Math.hypot(toX - x, toY - y);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return `${round(x + (toX - x) * share)},${round(y + (toY - y) * share)}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
