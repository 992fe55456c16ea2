import type { ExplainedStep, Explanation } from '../../src/counterexample/explain/explanation.js';
import type { Report } from '../../src/report/page/report-data.js';
import { CentredChart } from '../charts/centred-chart.js';
import { hrefOf } from '../route.js';
import type { Variable } from './history.js';
import { Value } from './memory-card.js';
import { momentOf } from './moment.js';
import { besideState, isMachine, type State, changeText, stateText } from './states.js';

interface Props {
  readonly explanation: Explanation;
  readonly before: State | undefined;
  readonly now: State;
  readonly step: ExplainedStep | undefined;
  readonly charts: Report['charts'];
  /** The chart of each component. */
  readonly ids: readonly (string | null)[];
  /** How often the reader has asked for the next chart. */
  readonly turn: number;
  readonly onHistory: (variable: Variable) => void;
}

/** So many are open at a time. */
const OPEN_MAX = 2;

/** The charts of the components in their present states: who acted first, then others that moved, then what is spoken of. */
export function ChartCards({ explanation, before, now, step, charts, ids, turn, onHistory }: Props) {
  const { components, why } = explanation;
  const hasChart = (part: number) => {
    const id = ids[part];
    return (
      id !== null && id !== undefined && charts[id] !== undefined && components[part]?.hasOneState === false
    );
  };
  const moved = (step?.delta ?? []).flatMap(([part]) => part);
  const involved = [
    ...(step === undefined
      ? []
      : [step.to, ...step.participants, ...(step.from === null ? [] : [step.from])]),
    ...moved,
    ...why.circle.map(({ component }) => component),
    ...(why.detour?.actors ?? []),
  ];
  const shown = [...new Set(involved)].filter(hasChart);
  const didMove = (part: number) => before !== undefined && before[part] !== now[part];
  const sorted = [...shown.filter(didMove), ...shown.filter((part) => !didMove(part))];
  const offset = sorted.length === 0 ? 0 : turn % sorted.length;
  const turned = [...sorted.slice(offset), ...sorted.slice(0, offset)];
  return (
    <>
      {turned.map((part, at) => {
        const id = ids[part]!;
        const chart = charts[id]!;
        const [old, state] = [before?.[part], now[part]];
        if (!isMachine(state)) return null;
        const previous = isMachine(old) ? old : undefined;
        const name = components[part]!.id;
        const [from, to] =
          previous === undefined ? ['', stateText(state.state)] : changeText(previous.state, state.state);
        const told = from !== '' && from !== to ? `${from} → ${to}` : `in ${to}`;
        return (
          <details key={name} class="box card chart-card" open={at < OPEN_MAX && (at === 0 || didMove(part))}>
            <summary>
              <strong>{name}</strong>
              <span class="muted">
                {id} · <span class="state-text">{told}</span>
                {besideState(state).map((text) => ` · ${text}`)}
              </span>
            </summary>
            <CentredChart
              chart={chart}
              label={`Chart of ${name}: ${told}`}
              moment={momentOf(chart, previous, state, triggersOf(step))}
            />
            {chart.everywhere.length > 0 && (
              <p class="muted small">
                in every state:{' '}
                {chart.everywhere
                  .map(
                    ({ label, to: target }) =>
                      `${label.join(' ')}${target === undefined ? '' : ` → ${target}`}`,
                  )
                  .join(', ')}
              </p>
            )}
            <p class="small">
              <a href={hrefOf(['charts', id])}>The chart {id} and what its states mean</a>
            </p>
            <Variables
              before={previous?.context}
              now={state.context}
              onHistory={(key) => onHistory({ part, path: ['context', key], name: `${name} ${key}` })}
            />
          </details>
        );
      })}
    </>
  );
}

/** What may have taken a transition in a step. */
function triggersOf(step: ExplainedStep | undefined): string[] {
  if (step === undefined) return [];
  return [
    ...(step.event === null ? [] : [step.event.type]),
    ...(step.timer === null ? [] : [step.timer]),
    ...step.within.map(({ event }) => event.type),
  ];
}

interface VariablesProps {
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly now: Readonly<Record<string, unknown>>;
  readonly onHistory: (key: string) => void;
}

/** The variables of a component, folded. */
function Variables({ before, now, onHistory }: VariablesProps) {
  const keys = Object.keys(now);
  if (keys.length === 0) return null;
  return (
    <details>
      <summary>{keys.length} variables</summary>
      <dl class="facts">
        {keys.map((key) => (
          <div key={key} class={before !== undefined && before[key] !== now[key] ? 'changed' : undefined}>
            <dt>
              <button type="button" class="plain mono" onClick={() => onHistory(key)}>
                {key}
              </button>
            </dt>
            <dd class="mono">
              <Value value={now[key]} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
