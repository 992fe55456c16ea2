import { useMemo } from 'preact/hooks';
import type { Report, ReportSpace } from '../../src/report/page/report-data.js';
import { useTitle } from '../common/title.js';
import { useKeys } from '../keys.js';
import { whole } from '../text.js';
import { EnabledSteps } from './enabled-steps.js';
import { NearestState } from './nearest-state.js';
import { Space } from './space.js';
import { StateCards } from './state-cards.js';
import { backTo, goTo, take, walkAt } from './walk.js';

interface Props {
  readonly report: Report;
  readonly space: ReportSpace;
}

/** A network to be stepped through: what was done on the left, what can be done and where everything stands on the right. */
export function SpacePage({ report, space: data }: Props) {
  const space = useMemo(() => new Space(data), [data]);
  const walk = walkAt(space);
  const state = walk.states.at(-1)!;
  useTitle(`Step through ${data.network}, ${walk.labels.length} steps`);
  const undo = () => backTo(space, walkAt(space).positions.length - 1);
  useKeys({
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, position) => [
        String(position + 1),
        () => {
          const { states } = walkAt(space);
          if (position < space.edges(states.at(-1)!).length) take(space, [position]);
        },
      ]),
    ),
    u: undo,
    ArrowLeft: undo,
    k: undo,
    Home: () => backTo(space, 0),
  });
  return (
    <>
      <h1>
        Step through {data.network} <span class="muted">after {walk.labels.length} steps</span>
      </h1>
      <p class="muted">
        {whole(data.states.length)} states
        {data.isComplete ? ', all that there are' : ': not all that there are'}. Choose what happens next, or
        press its number; u takes a step back.
      </p>
      <div class="viewer">
        <div class="left">
          <div class="toolbar" role="group" aria-label="Stepping">
            <button type="button" onClick={() => backTo(space, 0)} disabled={walk.labels.length === 0}>
              Begin anew
            </button>
            <button type="button" onClick={undo} disabled={walk.labels.length === 0}>
              Undo
            </button>
            {data.initial > 1 && (
              <label>
                Initial state{' '}
                <select
                  value={walk.initial}
                  onChange={({ currentTarget }) => goTo(space, Number(currentTarget.value), [])}
                >
                  {Array.from({ length: data.initial }, (_, at) => (
                    <option key={at} value={at}>
                      {at}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <Violations report={report} space={space} />
          </div>
          <NearestState space={space} state={state} />
          <ol class="box walk" aria-label="Steps taken">
            {walk.labels.length === 0 && <li class="muted">Nothing has happened yet.</li>}
            {walk.labels.map((label, at) => (
              <li key={at} aria-current={at + 1 === walk.labels.length ? 'step' : undefined}>
                <button type="button" class="go mono" onClick={() => backTo(space, at + 1)}>
                  <span class="n">{at + 1}</span> {data.labels[label]!.label}
                </button>
              </li>
            ))}
          </ol>
          <p class="unseen" role="status">
            {walk.labels.length === 0
              ? 'the initial state'
              : `step ${walk.labels.length}: ${data.labels[walk.labels.at(-1)!]!.label}`}
          </p>
        </div>
        <div class="right">
          <EnabledSteps space={space} state={state} />
          <StateCards
            space={space}
            charts={report.charts}
            before={walk.states.at(-2)}
            state={state}
            label={walk.labels.at(-1)}
          />
        </div>
      </div>
    </>
  );
}

/** Ways to what was found to be violated. */
function Violations({ report, space }: { readonly report: Report; readonly space: Space }) {
  const ways = useMemo(
    () =>
      report.counterexamples.flatMap(({ id, explanation }) => {
        const way = space.wayBy(
          explanation.steps.map(({ label }) => label),
          0,
        );
        return way === undefined ? [] : [{ id, property: explanation.property, way }];
      }),
    [report, space],
  );
  return (
    <>
      {ways.map(({ id, property, way }) => (
        <button key={id} type="button" onClick={() => goTo(space, 0, way)}>
          To {property}
        </button>
      ))}
    </>
  );
}
