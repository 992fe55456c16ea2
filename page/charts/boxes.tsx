import type { ReportChart } from '../../src/report/page/report-data.js';
import type { ChartMoment } from './chart-moment.js';

interface Props {
  readonly chart: ReportChart;
  readonly moment: ChartMoment | undefined;
  readonly isShaded: boolean;
}

type State = ReportChart['states'][number];

/** From so many on, reactions within a box stand two a row: the layout has left room for it. */
const TWO_A_ROW_FROM = 6;

/** The states of a chart: those around others come before them. */
export function Boxes({ chart, moment, isShaded }: Props) {
  const { states, runs } = chart;
  const isAround = new Set(states.flatMap(({ parent }) => (parent === undefined ? [] : [parent])));
  return (
    <g>
      {states.map((state) => (
        <StateBox
          key={state.id}
          state={state}
          isAround={isAround.has(state.id)}
          isPresent={moment?.present.has(state.id) ?? false}
          isLeft={moment?.left.has(state.id) ?? false}
          shade={isShaded && runs > 0 && state.isCounted ? state.visits / runs : undefined}
        />
      ))}
    </g>
  );
}

interface StateProps {
  readonly state: State;
  readonly isAround: boolean;
  readonly isPresent: boolean;
  readonly isLeft: boolean;
  /** The share of the items that were in it. */
  readonly shade: number | undefined;
}

function StateBox({ state, isAround, isPresent, isLeft, shade }: StateProps) {
  const { name, box, type, tags, description, reactions } = state;
  const [x, y, width, height] = box;
  const classes = [
    'state',
    isAround ? 'around' : '',
    isPresent ? 'present' : '',
    isLeft ? 'left' : '',
    shade === 0 ? 'never' : '',
    tags.includes('violation') ? 'wrong' : '',
  ].filter(Boolean);
  const isDouble = type === 'final' || tags.includes('rest');
  const lines = rowsOf(reactions.map(({ label }) => label.join(' ')));
  const textHeight = 14 * (1 + lines.length);
  const top = isAround ? y + 6 : y + (height - textHeight) / 2;
  return (
    <g class={classes.join(' ')}>
      {description !== undefined && <title>{description}</title>}
      <rect x={x} y={y} width={width} height={height} rx={7} />
      {shade !== undefined && shade > 0 && !isAround && (
        <rect
          class="shade"
          x={x}
          y={y}
          width={width}
          height={height}
          rx={7}
          style={{ opacity: 0.06 + 0.24 * shade }}
        />
      )}
      {isDouble && <rect class="inner" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={5} />}
      <text class="name" x={x + width / 2} y={top + 11}>
        {isPresent && !isAround ? `● ${name}` : name}
      </text>
      {lines.map((line, at) => (
        <text key={at} class="reaction" x={x + width / 2} y={top + 11 + 14 * (at + 1)}>
          {line}
        </text>
      ))}
    </g>
  );
}

function rowsOf(labels: readonly string[]): string[] {
  const perRow = labels.length < TWO_A_ROW_FROM ? 1 : 2;
  return Array.from({ length: Math.ceil(labels.length / perRow) }, (_, row) =>
    labels.slice(row * perRow, (row + 1) * perRow).join('   '),
  );
}
