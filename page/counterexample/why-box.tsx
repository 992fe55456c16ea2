import type { ComponentChildren } from 'preact';
import type { Explanation, WaitEdge, WhyKind } from '../../src/counterexample/explain/explanation.js';
import type { ReportCounterexample } from '../../src/report/page/report-data.js';
import { hrefOf } from '../route.js';

interface Props {
  readonly counterexample: ReportCounterexample;
  readonly heading?: ComponentChildren;
  readonly footer?: ComponentChildren;
  /** The step that is selected, where there is one. */
  readonly step?: number;
}

/** Kinds of lines that say what is wrong, and those that say what did not happen. */
const WRONG = /overwritten|violated|lost|stuck|fails|crash|never/;
const MISSING = /not yet|not|missed|waits|too late/;

const OF_LAST_STEP: readonly WhyKind[] = ['cell', 'monitor', 'margin', 'step'];

/** Why a property is violated: the heart of a counterexample. */
export function WhyBox({ counterexample, heading, footer, step }: Props) {
  const { explanation } = counterexample;
  const { why, outcome, steps } = explanation;
  // What a step violates is wrong in the last one, whatever the network calls that.
  const isWrong = (n: number | null, kind: string) =>
    WRONG.test(kind) || (n === steps.length && OF_LAST_STEP.includes(why.kind) && outcome === 'violated');
  return (
    <section class={`box why${outcome === 'reached' ? ' reached' : ''}`} aria-label={`Why: ${why.title}`}>
      {heading ?? <h2>Why: {why.title}</h2>}
      {heading !== undefined && <p class="muted">{why.title}</p>}
      {why.lines.length > 0 && (
        <ol class="lines">
          {why.lines.map(({ n, kind, words }, at) => (
            <li key={at} class={n !== null && n === step ? 'present' : undefined}>
              {n === null ? (
                <span class="number">–</span>
              ) : (
                <a class="step-link" href={hrefOf(['x', counterexample.id, n])}>
                  {n}
                </a>
              )}
              <strong class={isWrong(n, kind) ? 'wrong' : MISSING.test(kind) ? 'missing' : undefined}>
                {kind}
              </strong>
              <span>{words}</span>
            </li>
          ))}
        </ol>
      )}
      {why.circle.length > 0 && (
        <ul class="circle">
          {why.circle.map((edge, at) => (
            <Wait key={at} edge={edge} explanation={explanation} id={counterexample.id} />
          ))}
        </ul>
      )}
      {why.remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {footer}
    </section>
  );
}

interface WaitProps {
  readonly edge: WaitEdge;
  readonly explanation: Explanation;
  readonly id: string;
}

/** Who waits, for what, and since when. */
function Wait({ edge, explanation: { components }, id }: WaitProps) {
  const { component, state, words, since, isInCircle, on } = edge;
  return (
    <li>
      <span class={`mono name${isInCircle ? ' in-circle' : ''}`}>{components[component]!.id}</span>
      <span>
        {!words.startsWith(state) && <span class="muted">{state} </span>}
        {words}
        {on.length > 0 && (
          <span class="unseen"> (waits for {on.map((each) => components[each]!.id).join(', ')})</span>
        )}
        {since > 0 && (
          <>
            {' '}
            <a class="step-link" href={hrefOf(['x', id, since])}>
              since {since}
            </a>
          </>
        )}
      </span>
    </li>
  );
}
