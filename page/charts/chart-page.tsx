import type { ReportChart } from '../../src/report/page/report-data.js';
import { useTitle } from '../common/title.js';
import { counted, whole } from '../text.js';
import { ChartFigure } from './chart-figure.js';

/** One chart with all that is said of it. */
export function ChartPage({ id, chart }: { readonly id: string; readonly chart: ReportChart }) {
  useTitle(id);
  const { description, networks, runs, kind, states, everywhere } = chart;
  const told = states.filter((state) => state.description !== undefined);
  return (
    <>
      <h1>{id}</h1>
      <p>
        {description}{' '}
        <span class="muted">
          {kind === 'monitor' ? 'A monitor' : 'A component'} of {networks.join(', ')}
          {runs > 0 ? `; ${counted(runs, 'item')} exercised it` : ''}.
        </span>
      </p>
      <div class="columns">
        <div>
          <div class="scrolls figure" role="region" aria-label={`Chart of ${id}`} tabIndex={0}>
            <ChartFigure
              chart={chart}
              label={`Chart of ${id}: ${counted(states.length, 'state')}`}
              isShaded
            />
          </div>
          {everywhere.length > 0 && (
            <p class="muted">
              In every state:{' '}
              {everywhere
                .map(({ label, to }) => `${label.join(' ')}${to === undefined ? '' : ` → ${to}`}`)
                .join(', ')}
            </p>
          )}
        </div>
        <div>
          {told.length > 0 && (
            <dl class="descriptions">
              {told.map((state) => (
                <div key={state.id}>
                  <dt class="mono">{state.id}</dt>
                  <dd>{state.description}</dd>
                </div>
              ))}
            </dl>
          )}
          {runs > 0 && <Visits chart={chart} />}
        </div>
      </div>
    </>
  );
}

/** How many items took each transition, those that none took first. */
function Visits({ chart }: { readonly chart: ReportChart }) {
  const { runs, states, transitions, everywhere, guards } = chart;
  const parts = [
    ...transitions.flatMap((each) => each.parts),
    ...states.flatMap(({ reactions }) => reactions),
    ...everywhere,
  ];
  // A transition with several targets is one part.
  const counts = new Map(
    parts.flatMap(({ part, visits }) => (part === undefined ? [] : [[part, visits] as const])),
  );
  const rows = [
    ...[...counts].map(([part, visits]) => ({ kind: 'transition', part, visits })),
    ...states
      .filter(({ isCounted }) => isCounted)
      .map(({ id, visits }) => ({ kind: 'state', part: id, visits })),
    ...guards.flatMap(({ name, yes, no }) => [
      { kind: 'guard', part: `${name} true`, visits: yes },
      { kind: 'guard', part: `${name} false`, visits: no },
    ]),
  ].toSorted((one, other) => one.visits - other.visits);
  const never = rows.filter(({ visits }) => visits === 0).length;
  return (
    <section>
      <h2>{never === 0 ? 'Every part was exercised' : `${counted(never, 'part')} never exercised`}</h2>
      <div class="scrolls" role="region" aria-label="Table of parts" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Kind</th>
              <th scope="col" class="number">
                Items of {whole(runs)}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kind, part, visits }) => (
              <tr key={`${kind} ${part}`} class={visits === 0 ? 'never' : undefined}>
                <th scope="row" class="mono">
                  {part}
                </th>
                <td>{kind}</td>
                <td class="number">{visits === 0 ? 'never' : whole(visits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
