import type { Change, ExplainedStep, Explanation } from '../../src/counterexample/explain/explanation.js';
import { counted } from '../text.js';
import type { Variable } from './history.js';
import { type State, valueAt, valueText } from './states.js';
import type { View } from './view.js';

interface Props {
  readonly explanation: Explanation;
  readonly before: State | undefined;
  readonly now: State;
  readonly step: ExplainedStep | undefined;
  readonly view: View;
  readonly onHistory: (variable: Variable) => void;
}

/** The selected step in words: what it needs, and what it changes. */
export function StepCard({ explanation, before, now, step, view, onHistory }: Props) {
  if (step === undefined) {
    return (
      <section class="box card" aria-label="Initial state">
        <h2>Before the first step</h2>
        <p>Everything is in its initial state.</p>
      </section>
    );
  }
  const { n, words, label, causes, enabled, receives, delta, observed, isTold } = step;
  const sent = receives === null ? undefined : explanation.messages[receives]?.sent;
  return (
    <section class="box card" aria-label={`Step ${n}`}>
      <div class="card-head">
        <h2>Step {n}</h2>
        <span class="muted">
          {enabled === 1 ? 'the only one that could be taken' : `one of ${enabled} that could be taken`}
        </span>
      </div>
      <p class="words">{words}</p>
      {(causes.length > 0 || sent !== undefined) && (
        <p class="needs">
          {causes.length > 0 && 'needs '}
          {causes.map((cause) => (
            <button key={cause} type="button" class="step-link" onClick={() => view.goTo(cause)}>
              {cause}
            </button>
          ))}
          {sent !== undefined && (
            <span class="muted">
              {' '}
              {causes.length > 0 ? '· ' : ''}sent in {sent === 0 ? 'the initial state' : sent}
            </span>
          )}
        </p>
      )}
      <details>
        <summary>
          {counted(delta.length, 'change')}
          {isTold ? ', and the step as a trace has it' : ''}
        </summary>
        {isTold && <p class="mono">{label}</p>}
        {observed.map(({ component, event: { type, ...payload } }, at) => (
          <p key={at} class="mono">
            {explanation.components[component]!.id} observes {type} {valueText(payload)}
          </p>
        ))}
        {before !== undefined && (
          <Changes explanation={explanation} before={before} now={now} delta={delta} onHistory={onHistory} />
        )}
      </details>
    </section>
  );
}

interface ChangesProps extends Pick<Props, 'explanation' | 'now' | 'onHistory'> {
  readonly before: State;
  readonly delta: readonly Change[];
}

function Changes({ explanation, before, now, delta, onHistory }: ChangesProps) {
  return (
    <table class="changes">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {delta.map(([part, path], at) => (
          <tr key={at}>
            <th scope="row">
              <button
                type="button"
                class="plain mono"
                onClick={() =>
                  onHistory({ part, path, name: `${partName(explanation, part)} ${pathText(path)}` })
                }
              >
                {partName(explanation, part)} {pathText(path)}
              </button>
            </th>
            <td class="mono">{shownValue(explanation, part, valueAt(before[part], path))}</td>
            <td class="mono">{shownValue(explanation, part, valueAt(now[part], path))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value; what waits in a channel by its messages. */
function shownValue({ components, monitors, messages }: Explanation, part: number, value: unknown): string {
  const isChannel = part >= components.length + monitors.length;
  if (!isChannel || !Array.isArray(value)) return valueText(value);
  return value.length === 0
    ? 'empty'
    : value.map((index) => messages[index as number]!.event.type).join(', ');
}

/** The name of a part of a state. */
export function partName({ components, monitors, channels }: Explanation, part: number): string {
  const component = components[part];
  if (component !== undefined) return component.id;
  const monitor = monitors[part - components.length];
  if (monitor !== undefined) return `monitor ${monitor.property}`;
  return channels[part - components.length - monitors.length]?.label ?? '';
}

/** A path without what goes without saying. */
export const pathText = (path: readonly string[]): string =>
  (path[0] === 'context' && path.length > 1 ? path.slice(1) : path).join('.');
