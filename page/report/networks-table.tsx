import { signal } from '@preact/signals';
import type { Report, ReportItem } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { whole } from '../text.js';
import { ItemDetails } from './item-details.js';

/** Names of the networks whose items are shown. */
const open = signal<ReadonlySet<string>>(new Set());

function toggle(name: string): void {
  const next = new Set(open.value);
  if (!next.delete(name)) next.add(name);
  open.value = next;
}

/** A row for each network, suite and comparison, which opens to its items. */
export function NetworksTable({ report }: { readonly report: Report }) {
  const names = [...new Set(report.items.map(({ network }) => network))];
  return (
    <section>
      <h2>What was checked</h2>
      <div class="scrolls" role="region" aria-label="Table of what was checked" tabIndex={0}>
        <table class="networks">
          <thead>
            <tr>
              <th scope="col">Checked</th>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                Properties
              </th>
              <th scope="col" class="number">
                Configurations
              </th>
              <th scope="col" class="number">
                States
              </th>
              <th scope="col" class="number">
                Sampled runs
              </th>
              <th scope="col">Known bug</th>
            </tr>
          </thead>
          {names.map((name) => (
            <NetworkRows key={name} name={name} report={report} />
          ))}
        </table>
      </div>
    </section>
  );
}

function NetworkRows({ name, report }: { readonly name: string; readonly report: Report }) {
  const items = report.items.filter(({ network }) => network === name);
  const exhaustive = items.filter(({ kind }) => kind === 'exhaustive');
  const runs = items.filter(({ kind }) => kind !== 'canary').reduce((sum, item) => sum + (item.runs ?? 0), 0);
  const bug = report.knownBugs.find(({ network }) => network === name);
  const isOpen = open.value.has(name);
  const properties = new Set(items.flatMap((item) => item.properties.map((property) => property.name)));
  return (
    <tbody>
      <tr>
        <th scope="row">
          <button type="button" class="plain" aria-expanded={isOpen} onClick={() => toggle(name)}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {name}
          </button>
        </th>
        <td>
          <Chip verdict={worstOf(items)} />
        </td>
        <td class="number">{whole(properties.size)}</td>
        <td class="number">{exhaustive.length === 0 ? '' : whole(exhaustive.length)}</td>
        <td class="number">
          {exhaustive.length === 0 ? '' : whole(exhaustive.reduce((sum, { states = 0 }) => sum + states, 0))}
        </td>
        <td class="number">{runs === 0 ? '' : whole(runs)}</td>
        <td>
          {bug !== undefined && (
            <>
              <Chip verdict={bug.outcome} /> {bug.fault}
              {bug.steps === undefined ? '' : ` in ${bug.steps} steps`}
            </>
          )}
        </td>
      </tr>
      {isOpen &&
        items.map((item) => (
          <tr key={item.id} class="item">
            <td colSpan={7}>
              <ItemDetails item={item} seconds={report.times.seconds[item.id]} />
            </td>
          </tr>
        ))}
    </tbody>
  );
}

const ORDER = ['violated', 'inconclusive', 'holds', 'holds-in-sample'] as const;

/** The worst of its items; what holds completely is not less for a sample beside it. */
function worstOf(items: readonly ReportItem[]): ReportItem['verdict'] {
  // A canary that is caught says nothing of the network itself.
  const own = items.filter(({ kind, verdict }) => kind !== 'canary' || verdict !== 'holds');
  return ORDER.find((verdict) => own.some((item) => item.verdict === verdict)) ?? 'inconclusive';
}
