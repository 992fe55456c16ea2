import type { Report } from '../../src/report/page/report-data.js';
import { hrefOf } from '../route.js';
import { counted } from '../text.js';

type NetworkReport = Report['networks'][number];

/** What no item has used or put to the test. */
export function Unexercised({ report: { networks } }: { readonly report: Report }) {
  const told = networks.filter(
    ({ unexercised, vacuous, neverSeen }) => unexercised.length + vacuous.length + neverSeen.length > 0,
  );
  if (told.length === 0) return null;
  return (
    <section>
      <h2>Never exercised</h2>
      {told.map((network) => (
        <NetworkDetails key={network.name} network={network} />
      ))}
    </section>
  );
}

function NetworkDetails({
  network: { name, unexercised, vacuous, neverSeen },
}: {
  readonly network: NetworkReport;
}) {
  return (
    <details class="details">
      <summary>
        <strong>{name}</strong>
        <span class="muted">
          {' · '}
          {[
            ...(unexercised.length === 0 ? [] : [`${counted(unexercised.length, 'part')} of its charts`]),
            ...(vacuous.length === 0 ? [] : [`${counted(vacuous.length, 'claim')} not put to the test`]),
            ...(neverSeen.length === 0 ? [] : [`${counted(neverSeen.length, 'thing')} never seen`]),
          ].join(', ')}
        </span>
      </summary>
      <ul class="plain-list">
        {vacuous.map(({ property, what, why }) => (
          <li key={`${property} ${what}`}>
            <strong>{property}</strong>: {what}: {why}
          </li>
        ))}
        {neverSeen.map(({ property, what }) => (
          <li key={`${property} ${what}`}>
            {property !== undefined && <strong>{property}: </strong>}
            {what}
          </li>
        ))}
        {unexercised.map(({ chart, kind, part }) => (
          <li key={`${chart} ${kind} ${part}`}>
            {chart === undefined ? '' : <a href={hrefOf(['charts', chart])}>{chart}</a>} {kind}{' '}
            <span class="mono">{part}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
