import type { Report } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { Command } from '../common/command.js';
import { Prose } from '../common/prose.js';
import { CounterexampleList } from './counterexample-list.js';
import { ClaimsTable } from './claims-table.js';
import { useTitle } from '../common/title.js';
import { Designs } from './designs.js';
import { KnownBugs } from './known-bugs.js';
import { NetworksTable } from './networks-table.js';
import { Unexercised } from './unexercised.js';
import { secondsText } from '../text.js';

/** The verdict, what it rests on, and what was not seen. */
export function ReportPage({ report }: { readonly report: Report }) {
  const { verdict, headline, prose, numbers, claims, knownBugs } = report;
  useTitle(headline);
  return (
    <>
      <h1>
        <Chip verdict={verdict} /> {headline}
      </h1>
      {report.plots.designs.map((sweep) => (
        <Designs key={sweep.title} sweep={sweep} />
      ))}
      <CounterexampleList report={report} />
      <Remarks report={report} />
      <section aria-label="What was checked" class="prose">
        {prose.map((line) => (
          <p key={line}>
            <Prose text={line} />
          </p>
        ))}
      </section>
      <ul class="numbers">
        {numbers.map(({ value, label }) => (
          <li key={label}>
            <strong>{value}</strong> {label}
          </li>
        ))}
      </ul>
      <NetworksTable report={report} />
      {claims.length > 0 && <ClaimsTable claims={claims} />}
      <Unexercised report={report} />
      {knownBugs.length > 0 && <KnownBugs bugs={knownBugs} />}
      <Origin report={report} />
    </>
  );
}

/** Why items were not finished: that is for the reader to act on. */
function Remarks({ report: { items } }: { readonly report: Report }) {
  const told = items.filter(({ remark }) => remark !== undefined);
  if (told.length === 0) return null;
  const others = told.slice(REMARKS_MAX);
  return (
    <section class="box open" aria-label="Not finished">
      <h2>Not finished</h2>
      <RemarkList items={told.slice(0, REMARKS_MAX)} />
      {others.length > 0 && (
        <details>
          <summary>and {others.length} more</summary>
          <RemarkList items={others} />
        </details>
      )}
    </section>
  );
}

/** So many are told at once. */
const REMARKS_MAX = 3;

function RemarkList({ items }: { readonly items: Report['items'] }) {
  return (
    <ul>
      {items.map(({ id, network, remark, again }) => (
        <li key={id}>
          <strong>{network}</strong>: {remark} <Command text={again} />
        </li>
      ))}
    </ul>
  );
}

/** How the report came about. */
function Origin({ report }: { readonly report: Report }) {
  const { command, tool, seed, times } = report;
  const seconds = Object.values(times.seconds).reduce((sum, each) => sum + each, 0);
  return (
    <section>
      <h2>How this report was made</h2>
      <dl class="facts">
        <dt>Command</dt>
        <dd>
          <Command text={command} />
        </dd>
        {seed !== undefined && (
          <>
            <dt>Seed</dt>
            <dd>{seed}: the same seed gives the same report</dd>
          </>
        )}
        <dt>Version</dt>
        <dd>cloudmatrix-check {tool}</dd>
        <dt>Begun</dt>
        <dd>
          <time dateTime={times.startedAt}>{times.startedAt.replace('T', ' ').replace(/\..*/, ' UTC')}</time>,
          took {secondsText(seconds)}
        </dd>
      </dl>
    </section>
  );
}
