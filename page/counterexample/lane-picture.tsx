import type { ExplainedStep, Explanation } from '../../src/counterexample/explain/explanation.js';
import { colourOf } from './colours.js';
import type { Lanes } from './lanes.js';
import type { Row } from './rows.js';

interface Props {
  readonly row: Row;
  readonly explanation: Explanation;
  readonly lanes: Lanes;
}

/** Pixels of a column in the coordinates of the picture. */
const LANE = 100;

/**
 * Who acts in a row, and what goes from whom to whom: an arrow stands where something is received, or lost. It is hidden from screen readers, as the
 * row's sentence says all of it.
 */
export function LanePicture({ row, explanation, lanes }: Props) {
  const { first, last, isOpen } = row;
  const steps = explanation.steps.slice(first - 1, last);
  const count = lanes.lanes.length;
  return (
    <div class="picture">
      <svg aria-hidden="true" width="100%" height="100%">
        {lanes.lanes.map(({ key }, lane) => (
          <line
            key={key}
            class="lifeline"
            x1={centre(lane, count)}
            x2={centre(lane, count)}
            y1="0"
            y2="100%"
          />
        ))}
        {!isOpen &&
          (first === last ? (
            <StepMarks step={steps[0]!} lanes={lanes} />
          ) : (
            <FoldMarks steps={steps} lanes={lanes} />
          ))}
      </svg>
    </div>
  );
}

/** What stands above the dot of a step that no other component has caused. */
const SIGNS: Readonly<Record<ExplainedStep['kind'], string>> = {
  stimulus: 'env',
  crash: '✗ crash',
  duplicate: '×2',
  deliver: '',
  drop: '',
  timer: '',
};

/** The middle of a column. */
const centre = (lane: number, count: number): string => `${((lane + 0.5) * LANE) / count}%`;

interface MarksProps {
  readonly lanes: Lanes;
}

function StepMarks({ step, lanes }: MarksProps & { readonly step: ExplainedStep }) {
  const { laneOf, lanes: all, groups } = lanes;
  const count = all.length;
  const { kind, from, to, participants, within, timer } = step;
  const actor = laneOf[to];
  if (actor === undefined) return null;
  const source = from === null ? undefined : laneOf[from];
  const colour = colourOf(groups, all[source ?? actor]!.group);
  const others = [...new Set([...participants, ...within.map((delivery) => delivery.to)])]
    .flatMap((component) => laneOf[component] ?? [])
    .filter((lane, at, list) => lane !== actor && list.indexOf(lane) === at);
  const isLost = kind === 'drop';
  return (
    <g style={{ color: colour }}>
      {source !== undefined && source !== actor && (
        <Arrow from={source} to={actor} count={count} isLost={isLost} />
      )}
      {within.map((delivery, at) => {
        const [sender, receiver] = [laneOf[delivery.from], laneOf[delivery.to]];
        return sender === undefined || receiver === undefined || sender === receiver ? null : (
          <Arrow key={at} from={sender} to={receiver} count={count} isThin />
        );
      })}
      {others.map((lane) => (
        <circle key={lane} class="other" cx={centre(lane, count)} cy="50%" r="2.5" />
      ))}
      {isLost ? (
        <g class="lost">
          <svg x={centre(actor, count)} y="50%" overflow="visible">
            <path d="M-5,-5 L5,5 M5,-5 L-5,5" />
          </svg>
          <text x={centre(source === undefined ? actor : (source + actor) / 2, count)} y="50%" dy="-6">
            ✗ lost
          </text>
        </g>
      ) : (
        <circle class="actor" cx={centre(actor, count)} cy="50%" r="5" />
      )}
      {(timer !== null || kind === 'stimulus' || kind === 'crash' || kind === 'duplicate') && (
        <text class="sign" x={centre(actor, count)} y="50%" dy="-8">
          {timer !== null ? '◷' : SIGNS[kind]}
        </text>
      )}
    </g>
  );
}

function FoldMarks({ steps, lanes }: MarksProps & { readonly steps: readonly ExplainedStep[] }) {
  const { laneOf, lanes: all, groups } = lanes;
  const count = all.length;
  const involved = new Set<number>();
  const arrows = new Map<string, readonly [number, number]>();
  for (const { from, to, participants } of steps) {
    for (const component of [...participants, to]) {
      const lane = laneOf[component];
      if (lane !== undefined) involved.add(lane);
    }
    const [source, target] = [from === null ? undefined : laneOf[from], laneOf[to]];
    if (source === undefined || target === undefined || source === target) continue;
    involved.add(source);
    arrows.set(`${source} ${target}`, [source, target]);
  }
  return (
    <g>
      {[...involved].map((lane) => (
        <svg
          key={lane}
          x={centre(lane, count)}
          y="50%"
          overflow="visible"
          style={{ color: colourOf(groups, all[lane]!.group) }}
        >
          <rect class="several" x="-4" y="-10" width="8" height="20" rx="3" />
        </svg>
      ))}
      {[...arrows.values()].map(([from, to]) => (
        <g key={`${from} ${to}`} style={{ color: colourOf(groups, all[from]!.group) }}>
          <Arrow from={from} to={to} count={count} isThin />
        </g>
      ))}
    </g>
  );
}

interface ArrowProps {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly isLost?: boolean;
  readonly isThin?: boolean;
}

function Arrow({ from, to, count, isLost = false, isThin = false }: ArrowProps) {
  const sign = to > from ? 1 : -1;
  const tip = sign * -5;
  return (
    <g class={`arrow${isLost ? ' is-lost' : ''}${isThin ? ' thin' : ''}`}>
      <line x1={centre(from, count)} x2={centre(to, count)} y1="50%" y2="50%" />
      {!isLost && (
        <svg x={centre(to, count)} y="50%" overflow="visible">
          <path d={`M${tip},0 l${sign * -7},-4 v8 Z`} />
        </svg>
      )}
    </g>
  );
}
