import type { ExplainedStep, Explanation } from '../../src/counterexample/explain/explanation.js';
import type { Variable } from './history.js';
import { partName, pathText } from './step-card.js';
import { keysOf, type State, valueAt, valueText } from './states.js';

interface Props {
  readonly explanation: Explanation;
  readonly before: State | undefined;
  readonly now: State;
  readonly step: ExplainedStep | undefined;
  readonly onHistory: (variable: Variable) => void;
}

/** Most rows of a table of cells. */
const ROWS_MAX = 24;

/** The memory that the claim speaks of, and other memory that the step changes: before, and now. */
export function MemoryCard({ explanation, before, now, step, onHistory }: Props) {
  const { why, components } = explanation;
  const { subject } = why;
  // What has one state only has no chart: its variables are all there is to see.
  const changed = new Set(
    (step?.delta ?? []).flatMap(([part]) => (components[part]?.hasOneState === true ? [part] : [])),
  );
  const tables = [
    ...(subject === null ? [] : [{ part: subject.part, path: subject.path.slice(0, -1), isSubject: true }]),
    ...[...changed]
      .filter((part) => part !== subject?.part)
      .map((part) => ({ part, path: ['context'] as readonly string[], isSubject: false })),
  ];
  return (
    <>
      {tables.map(({ part, path, isSubject }) => (
        <CellTable
          key={`${part} ${path.join('.')}`}
          title={partName(explanation, part)}
          place={pathText(path)}
          rows={cellsAt(before?.[part], now[part], path)}
          subjectKey={isSubject ? subject!.path.at(-1) : undefined}
          onKey={(key) =>
            onHistory({
              part,
              path: [...path, key],
              name: `${partName(explanation, part)} ${pathText([...path, key])}`,
            })
          }
        />
      ))}
    </>
  );
}

interface Cell {
  readonly key: string;
  readonly before: unknown;
  readonly now: unknown;
  readonly isChanged: boolean;
}

function cellsAt(before: unknown, now: unknown, path: readonly string[]): Cell[] {
  const [old, present] = [before === undefined ? undefined : valueAt(before, path), valueAt(now, path)];
  return [...new Set([...keysOf(old), ...keysOf(present)])].map((key) => {
    const [was, is] = [valueAt(old, [key]), valueAt(present, [key])];
    return { key, before: was, now: is, isChanged: before !== undefined && valueText(was) !== valueText(is) };
  });
}

interface TableProps {
  readonly title: string;
  readonly place: string;
  readonly rows: readonly Cell[];
  readonly subjectKey: string | undefined;
  readonly onKey: (key: string) => void;
}

function CellTable({ title, place, rows, subjectKey, onKey }: TableProps) {
  // Of other memory only what changes is told.
  const told = rows.filter(({ key, isChanged }) => isChanged || key === subjectKey);
  const shown = (subjectKey === undefined || rows.length > ROWS_MAX ? told : rows).slice(0, ROWS_MAX);
  if (shown.length === 0 && subjectKey === undefined) return null;
  return (
    <section class="box card" aria-label={`Memory of ${title}`}>
      <div class="card-head">
        <h2>{title}</h2>
        <span class="muted">{place}</span>
      </div>
      {rows.length === 0 ? (
        <p class="muted">
          {place === '' ? 'It' : place} is empty: there is nothing in {subjectKey}.
        </p>
      ) : (
        <div class="scrolls" role="region" aria-label={`Table of ${title}`} tabIndex={0}>
          <table class="cells">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Before</th>
                <th scope="col">Now</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, before, now, isChanged }) => (
                <tr
                  key={key}
                  class={key === subjectKey && isChanged ? 'wrong' : isChanged ? 'changed' : undefined}
                >
                  <th scope="row">
                    <button type="button" class="step-link" onClick={() => onKey(key)}>
                      {key}
                    </button>
                  </th>
                  <td class="mono">
                    <Value value={before} />
                  </td>
                  <td class="mono">
                    <Value value={now} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < rows.length && <p class="muted">and {rows.length - shown.length} more, unchanged</p>}
    </section>
  );
}

const LENGTH_MAX = 60;

/** A value; a long one opens. */
export function Value({ value }: { readonly value: unknown }) {
  const text = valueText(value);
  if (text.length <= LENGTH_MAX) return <>{text}</>;
  return (
    <details class="value">
      <summary>{text.slice(0, LENGTH_MAX - 1)}…</summary>
      {text}
    </details>
  );
}
