import type { ReportItem } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { Command } from '../common/command.js';
import { hrefOf } from '../route.js';
import { counted, parametersText, secondsText, short, whole } from '../text.js';

const KINDS: Readonly<Record<ReportItem['kind'], string>> = {
  exhaustive: 'every reachable state',
  sample: 'random schedules',
  canary: 'a known bug, switched on',
  bounds: 'claims about numbers',
  comparison: 'published figures',
  replay: 'a trace, run again',
};

/** One item: how large it was, what it exercised, what became of each property, and how to make it again. */
export function ItemDetails({
  item,
  seconds,
}: {
  readonly item: ReportItem;
  readonly seconds: number | undefined;
}) {
  const { kind, parameters, faults, verdict, remark, exercised, properties, again, counterexamples } = item;
  const named = parametersText(parameters);
  const subject = [
    KINDS[kind],
    ...(faults.length === 0 ? [] : [`fault ${faults.join(', ')}`]),
    ...(kind === 'exhaustive' ? [named === '' ? 'default parameters' : named] : []),
  ].join('; ');
  return (
    <details class="details">
      <summary>
        <Chip verdict={kind === 'canary' ? outcomeOf(verdict) : verdict} /> {subject}
        <span class="muted"> · {sizesOf(item, seconds)}</span>
      </summary>
      {remark !== undefined && <p>{remark}</p>}
      {counterexamples.length > 0 && (
        <p>
          {counterexamples.map((id) => (
            <a key={id} href={hrefOf(['x', id])}>
              Counterexample {id}
            </a>
          ))}
        </p>
      )}
      {exercised !== undefined && (
        <p>
          Exercised {ofAll(exercised.states)} states, {ofAll(exercised.transitions)} transitions and{' '}
          {ofAll(exercised.guards)} outcomes of guards of its charts.
        </p>
      )}
      {properties.length > 0 && (
        <table class="properties">
          <thead>
            <tr>
              <th scope="col">Property</th>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                Margin
              </th>
              <th scope="col">It says</th>
            </tr>
          </thead>
          <tbody>
            {properties.map((property) => (
              <tr key={property.name}>
                <th scope="row">{property.name}</th>
                <td>
                  <Chip verdict={property.verdict} />
                </td>
                <td class="number">{property.margin === undefined ? '' : short(property.margin)}</td>
                <td>
                  {property.sentence}
                  {property.section !== undefined && <span class="muted"> (section {property.section})</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        Again: <Command text={again} />
      </p>
    </details>
  );
}

const ofAll = ([seen, all]: readonly [number, number]): string => `${whole(seen)} of ${whole(all)}`;

const outcomeOf = (verdict: ReportItem['verdict']) =>
  verdict === 'holds' ? 'caught' : verdict === 'violated' ? 'missed' : verdict;

function sizesOf(
  { states, steps, depth, runs, configurations }: ReportItem,
  seconds: number | undefined,
): string {
  return [
    ...(states === undefined ? [] : [counted(states, 'state')]),
    ...(steps === undefined ? [] : [counted(steps, 'step')]),
    ...(depth === undefined ? [] : [`the farthest after ${depth}`]),
    ...(runs === undefined ? [] : [counted(runs, 'run')]),
    ...(configurations === undefined ? [] : [`in ${counted(configurations, 'configuration')}`]),
    ...(seconds === undefined ? [] : [secondsText(seconds)]),
  ].join(', ');
}
