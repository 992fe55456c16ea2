import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import { counted } from '../text.js';
import { valueText } from './states.js';
import type { View } from './view.js';

interface Props {
  readonly explanation: Explanation;
  readonly view: View;
}

/** Messages that wait in their channels after the selected step. */
export function OnTheirWay({ explanation: { messages, channels }, view }: Props) {
  const { step } = view;
  const waiting = messages.filter(({ sent, taken }) => sent <= step && (taken === null || taken > step));
  return (
    <section class="box card" aria-label="On their way">
      <div class="card-head">
        <h2>On their way</h2>
        <span class="muted">{waiting.length === 0 ? 'nothing' : counted(waiting.length, 'message')}</span>
      </div>
      {waiting.length > 0 && (
        <ul class="messages">
          {waiting.map(({ channel, event: { type, ...payload }, sent }, at) => (
            <li key={at}>
              <span class="mono">{channels[channel]!.label}</span>
              <span class="mono" title={valueText(payload)}>
                {type}
              </span>
              {sent === 0 ? (
                <span class="muted">from the start</span>
              ) : (
                <button type="button" class="step-link" onClick={() => view.goTo(sent)}>
                  since {sent}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
