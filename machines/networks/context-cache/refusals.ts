import type { Configuration } from '../../../src/index.js';
import { type ContextCacheShape, mayHit, mayPut, parameters, shapeOf } from './parameters.js';

type Refusal = (shape: ContextCacheShape) => string | undefined;

/** Of each parameter that may be given a value which changes nothing: why it does not, and what to give. */
const REFUSALS: readonly Refusal[] = [
  ({ prompts, instances, requests, length }) => {
    if (prompts <= Number(parameters.prompts.default)) return undefined;
    const asked = instances + requests - 1;
    if (prompts > asked)
      return `Of ${prompts} prompts (prompts) at most ${asked} would be asked for (instances ${instances}, requests ${requests}). Give prompts at most ${asked}, or more instances or requests.`;
    return length === 1
      ? `There are ${prompts} prompts (prompts) of one block (length), and all begin with the same block, so that they are one. Give a length of 2 or 3, or no prompts.`
      : undefined;
  },
  ({ stored, length }) =>
    stored > length
      ? `EVS has ${stored} blocks of the first prompt from before (stored), which has ${length} (length). Give stored at most ${length}, or a greater length.`
      : undefined,
  ({ stored, ranks, evs }) =>
    stored * ranks > evs
      ? `EVS has ${stored} blocks of each of ${ranks} ranks from before (stored, ranks), and room for ${evs} (evs). Give evs at least ${stored * ranks}, or stored at most ${Math.floor(evs / ranks)}.`
      : undefined,
  ({ high, slots }) =>
    high >= slots
      ? `A server evicts above ${high} blocks (high), and has room for ${slots} (slots): it would never do so. Give high at most ${slots - 1}, or 0 for no threshold.`
      : undefined,
  ({ tenants, instances }) =>
    tenants > instances
      ? `There are ${tenants} tenants (tenants), and instances is ${instances}: one tenant would ask for nothing. Give no more tenants than instances.`
      : undefined,
  ({ quota, servers, slots }) =>
    quota > servers * slots
      ? `A tenant may have ${quota} blocks in memory (quota), and there is room for ${servers * slots} (servers, slots): nobody would ever have more. Give quota at most ${servers * slots}, or 0 for none.`
      : undefined,
  (shape) =>
    shape.lost === 'reads' && !mayHit(shape)
      ? "What is said while blocks are loaded may be lost (lost 'reads'), and there is nothing to load: nobody asks for what is stored. Give stored, or more requests or instances."
      : undefined,
  (shape) =>
    shape.lost === 'puts' && !mayPut(shape)
      ? "What is said while blocks are stored may be lost (lost 'puts'), and all that is asked for is stored from before. Give less that is stored, or more prompts."
      : undefined,
  (shape) =>
    shape.timeouts > 0 && !mayPut(shape)
      ? `A write may take too long (timeouts ${shape.timeouts}), and all that is asked for is stored from before, so that nobody writes. Give less that is stored, or more prompts.`
      : undefined,
];

/** Why there is no such network: a sentence on a parameter that would change nothing, or `undefined`. */
export function refuse(configuration: Configuration): string | undefined {
  const shape = shapeOf(configuration);
  for (const refusal of REFUSALS) {
    const reason = refusal(shape);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
