import type { Report } from '../../src/report/page/report-data.js';
import { CentredChart } from '../charts/centred-chart.js';
import { Value } from '../counterexample/memory-card.js';
import { momentOf } from '../counterexample/moment.js';
import { besideState, stateText } from '../counterexample/states.js';
import { counted } from '../text.js';
import type { Space } from './space.js';

interface Props {
  readonly space: Space;
  readonly charts: Report['charts'];
  readonly before: number | undefined;
  readonly state: number;
  /** Index of the label of the last step. */
  readonly label: number | undefined;
}

/** So many charts are open at a time. */
const OPEN_MAX = 2;

/** Where everything stands: charts of the components, those that moved first, and what is on its way. */
export function StateCards({ space, charts, before, state, label }: Props) {
  const { components, labels } = space.data;
  const row = space.row(state);
  const old = before === undefined ? row : space.row(before);
  const step = label === undefined ? undefined : labels[label];
  const moved = components.flatMap((_, at) => (row[at] === old[at] ? [] : [at]));
  const first = step === undefined ? [] : [step.actor];
  const order = [...new Set([...first.filter((at) => moved.includes(at)), ...moved, ...components.keys()])];
  const waiting = space.waiting(state);
  return (
    <>
      <section class="box card" aria-label="On their way">
        <div class="card-head">
          <h2>On their way</h2>
          <span class="muted">{waiting.length === 0 ? 'nothing' : counted(waiting.length, 'channel')}</span>
        </div>
        <ul class="messages">
          {waiting.map((channel) => (
            <li key={channel.label}>
              <span class="mono">{channel.label}</span>
              <span class="mono">{channel.types.join(', ')}</span>
            </li>
          ))}
        </ul>
      </section>
      {order.map((component, at) => {
        const { id, chart: chartId } = components[component]!;
        const chart = chartId === null ? undefined : charts[chartId];
        const now = space.component(state, component);
        const was = before === undefined ? undefined : space.component(before, component);
        const [from, to] = [was === undefined ? '' : stateText(was.state), stateText(now.state)];
        const told = from !== '' && from !== to ? `${from} → ${to}` : `in ${to}`;
        const isOpen = at < OPEN_MAX && moved.includes(component);
        const variables = Object.entries(now.context);
        return (
          <details key={id} class="box card chart-card" open={isOpen}>
            <summary>
              <strong>{id}</strong>
              <span class="muted">
                <span class="state-text">{told}</span>
                {besideState(now).map((text) => ` · ${text}`)}
              </span>
            </summary>
            {chart !== undefined && chart.states.length > 1 && (
              <CentredChart
                chart={chart}
                label={`Chart of ${id}: ${told}`}
                moment={momentOf(chart, was, now, typeof step?.event === 'string' ? [step.event] : [])}
              />
            )}
            {variables.length > 0 && (
              <dl class="facts">
                {variables.map(([key, value]) => (
                  <div
                    key={key}
                    class={was !== undefined && was.context[key] !== value ? 'changed' : undefined}
                  >
                    <dt class="mono">{key}</dt>
                    <dd class="mono">
                      <Value value={value} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </details>
        );
      })}
    </>
  );
}
