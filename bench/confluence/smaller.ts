import type { Network } from '../../src/index.js';
import { type Drawing, networkOf } from './random-network.js';

/** Edits tried on one drawing at most: each may take a search. */
const EDITS_MAX = 4_000;

/** Leaves out of a network's drawing what it fails without: components' charts, claims, monitors' transitions, channels' options, one after the other, as long as it still fails. */
export function smallestThat(fails: (network: Network) => boolean, drawing: Drawing): Drawing {
  let [smallest, left] = [drawing, EDITS_MAX];
  const isFailing = (candidate: Drawing) => {
    try {
      return fails(networkOf(candidate));
    } catch {
      // What is not a network any more is no smaller one.
      return false;
    }
  };
  for (let isSmaller = true; isSmaller && left > 0;) {
    isSmaller = false;
    for (const candidate of edits(smallest)) {
      if (left-- <= 0) break;
      if (!isFailing(candidate)) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/** The drawing with one thing less. */
function* edits(drawing: Drawing): Generator<Drawing> {
  const { charts, properties, monitors, channels, sameAs, turned, fairness } = drawing;
  if (charts.length > 2)
    yield {
      ...drawing,
      charts: charts.slice(0, -1),
      sameAs: sameAs.slice(0, -1),
      turned: turned.slice(0, -1),
    };
  for (const at of properties.keys()) yield { ...drawing, properties: properties.toSpliced(at, 1) };
  for (const at of monitors.keys()) yield { ...drawing, monitors: monitors.toSpliced(at, 1) };
  for (const [at, each] of monitors.entries())
    for (const smaller of less(each)) yield { ...drawing, monitors: monitors.with(at, smaller) };
  if (fairness.units.length > 0) yield { ...drawing, fairness: { ...fairness, units: [] } };
  if (fairness.default !== 'weak') yield { ...drawing, fairness: { ...fairness, default: 'weak' } };
  for (const type of Object.keys(channels.events)) {
    const { [type]: _, ...events } = channels.events;
    yield { ...drawing, channels: { ...channels, events } };
  }
  for (const simpler of less(channels.default))
    yield { ...drawing, channels: { ...channels, default: simpler } };
  for (const [type, spec] of Object.entries(channels.events)) {
    for (const simpler of less(spec))
      yield { ...drawing, channels: { ...channels, events: { ...channels.events, [type]: simpler } } };
  }
  for (const at of charts.keys()) {
    if (sameAs[at] !== undefined) yield { ...drawing, sameAs: sameAs.with(at, undefined) };
    if (turned[at] !== 0) yield { ...drawing, turned: turned.with(at, 0) };
    for (const chart of less(charts[at]!)) yield { ...drawing, charts: charts.with(at, chart) };
  }
}

/** Data with one part of it left out, at any depth: an element of a list, a key that may be missing, a number or a truth value that is not the least. */
function* less<T>(data: T): Generator<T> {
  if (Array.isArray(data)) {
    const list = data as readonly unknown[];
    // The states of a chart stay.
    const isOfStates = list.some((each) => typeof each === 'object' && each !== null && 'on' in each);
    for (const at of list.keys()) if (!isOfStates) yield list.toSpliced(at, 1) as T;
    for (const at of list.keys()) for (const smaller of less(list[at])) yield list.with(at, smaller) as T;
    return;
  }
  if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) {
      if (OPTIONAL.has(key) && value !== undefined) {
        const { [key]: _, ...rest } = data as Record<string, unknown>;
        yield rest as T;
      }
      if (key === 'on') {
        for (const type of Object.keys(value as object)) {
          const { [type]: _, ...rest } = value as Record<string, unknown>;
          yield { ...data, on: rest };
        }
      }
      for (const smaller of less(value as unknown)) yield { ...data, [key]: smaller };
    }
    return;
  }
  if (data === true) yield false as T;
  if (data === 2) yield 1 as T;
}

const OPTIONAL = new Set([
  'after',
  'guard',
  'target',
  'capacity',
  'whenFull',
  'lossy',
  'duplicating',
  'deferring',
  'lane',
]);
