import { statesOf } from '../counterexample/explain/changes.js';
import type { Explanation, PartState } from '../counterexample/explain/explanation.js';
import { originalOf } from '../counterexample/explain/json.js';
import { inspectPlain } from '../network/canonical.js';
import { outcomeText } from './outcome-text.js';

/** A value as the Informal Trace Format writes it; what it has no form for is marked as such. */
export type ItfValue = boolean | string | number | readonly ItfValue[] | { readonly [key: string]: ItfValue };

/** A trace in the Informal Trace Format of Apalache and Quint (ADR 015 of Apalache). */
export interface ItfTrace {
  readonly '#meta': { readonly format: 'ITF'; readonly source: string; readonly description: string };
  readonly vars: readonly string[];
  /** Index of the state that comes after the last one; left out where the run ends. */
  readonly loop?: number;
  readonly states: readonly { readonly [variable: string]: ItfValue }[];
}

/** The variable that has the step which led to a state; empty in the first one. */
const STEP = 'step';

/**
 * A counterexample in the Informal Trace Format: a record for each component and monitor, a list of messages for each channel, and the step that led to the state.
 */
export function itfTrace(explanation: Explanation): ItfTrace {
  const { network, steps, loop, components, monitors, channels } = explanation;
  const vars = [
    ...components.map(({ id }) => variable(id)),
    ...monitors.map((monitor) => `monitor ${monitor.property}`),
    ...channels.map(({ label }) => label),
  ];
  const states = [...statesOf(explanation)].map((parts, index) => ({
    '#meta': { index },
    ...Object.fromEntries(parts.map((part, at) => [vars[at]!, partValue(part, explanation)])),
    [STEP]: index === 0 ? '' : steps[index - 1]!.label,
  }));
  return {
    '#meta': { format: 'ITF', source: network, description: outcomeText(explanation) },
    vars: [...vars, STEP],
    // Behind the last state, which is the one that the cycle begins with, comes what is behind the cycle's first step: so each step stands with the state that it leads to.
    ...(loop === null ? {} : { loop: loop + 1 }),
    states,
  };
}

/** A name that means nothing else in the format. */
function variable(id: string): string {
  return id === STEP || id.startsWith('#') ? `component ${id}` : id;
}

function partValue(part: PartState, { messages }: Explanation): ItfValue {
  if ('waiting' in part) return part.waiting.map((index) => value(messages[index]!.event));
  return value(part);
}

/** @param json what JSON has a text for is told as what it was, where that is known */
function value(json: unknown): ItfValue {
  const original = originalOf(json);
  switch (typeof original) {
    case 'string':
    case 'boolean':
      return original;
    case 'bigint':
      return { '#bigint': String(original) };
    case 'object':
      return original === null ? { '#unserializable': 'null' } : objectValue(original);
    default:
      return Number.isSafeInteger(original) && !Object.is(original, -0)
        ? (original as number)
        : { '#unserializable': inspectPlain(original) };
  }
}

function objectValue(object: object): ItfValue {
  if (Array.isArray(object)) return object.map(value);
  // A key with # would be taken for a form of the format. A field that is `undefined` is left out, as everywhere in an explanation.
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key.startsWith('#') ? `.${key}` : key, value(part)]),
  );
}
