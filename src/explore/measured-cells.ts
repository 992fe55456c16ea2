import type { Engine } from '../engine/engine.js';
import type { LocalState } from '../interpreter/local-state.js';

/** Parts of a context that are measured: deeper and further ones are not looked at. */
const DEPTH_MAX = 4;
const PARTS_MAX = 64;

/** One thing in a state that can become larger, by what is said of it. */
export interface Measure {
  /** `holds` messages, has timers `pending`, or is data that `grows`. */
  readonly kind: 'messages' | 'timers' | 'data';
  readonly what: string;
}

/** What takes one value out of a growing list: a component, a monitor or a channel. Values are numbered in the order of discovery. */
export interface MeasuredCell {
  /** Position in the state vector. */
  readonly cell: number;
  /** Values discovered so far. */
  count(): number;
  /** Adds the sizes of what a value is made of. */
  measure(value: number, add: (measure: Measure, size: number) => void): void;
}

/** The cells of a network that are known by now. Components that are alike share their values: the first of them stands for all. */
export function measuredCells(engine: Engine): MeasuredCell[] {
  const shared = new Map<object, string[]>();
  for (const { table, id } of engine.components) {
    const ids = shared.get(table);
    if (ids === undefined) shared.set(table, [id]);
    else ids.push(id);
  }
  const components = engine.components.map((component): MeasuredCell => {
    const ids = shared.get(component.table)!;
    const name = ids.length === 1 ? component.id : `${ids[0]} (and ${ids.length - 1} alike)`;
    return {
      cell: component.cell,
      // Alike components share their values: measuring each of them would tell one growth several times.
      count: () => (ids[0] === component.id ? component.table.locals.length : 0),
      measure: (value, add) => {
        const local = component.local(value);
        if (local === undefined) return;
        measureLocal(name, local, add);
        const timers = new Map<string, number>();
        for (const timer of local.timers) {
          const timerName = component.interpreter.timerName(timer);
          timers.set(timerName, (timers.get(timerName) ?? 0) + 1);
        }
        for (const [timer, count] of timers) add({ kind: 'timers', what: `'${timer}' of ${name}` }, count);
        add({ kind: 'timers', what: `of ${name}` }, local.timers.length);
      },
    };
  });
  const monitors = engine.monitors.map((monitor): MeasuredCell => ({
    cell: monitor.cell,
    count: () => monitor.isViolation.length,
    measure: (value, add) => measureLocal(`monitor '${monitor.property.name}'`, monitor.local(value), add),
  }));
  const channels = engine.channels.flatMap((channel): MeasuredCell[] =>
    channel.cell < 0
      ? []
      : [
          {
            cell: channel.cell,
            count: () => channel.contentCount,
            measure: (value, add) =>
              add({ kind: 'messages', what: `${channel.from} ⇒ ${channel.to}` }, channel.messageCount(value)),
          },
        ],
  );
  return [...channels, ...components, ...monitors];
}

function measureLocal(name: string, local: LocalState, add: (measure: Measure, size: number) => void): void {
  const visit = (value: unknown, path: string, depth: number): void => {
    const size = sizeOf(value);
    if (size !== undefined) add({ kind: 'data', what: `${path} of ${name}` }, size);
    if (depth === DEPTH_MAX || typeof value !== 'object' || value === null) return;
    // Not by taking its parts apart: a list may have a million of them, and is measured again in each of many states.
    if (size! > PARTS_MAX) return;
    for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`, depth + 1);
  };
  visit(local.snapshot.context, 'context', 0);
}

/** Items of a list, keys of a record, characters of a text, and the amount of a number. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}
