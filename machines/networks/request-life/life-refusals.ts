import type { Configuration } from '../../../src/index.js';
import { parameters, promptOf, type RequestLifeShape, shapeOf } from './parameters.js';

/** Why there is no network of some shape: a sentence, or `undefined`. */
type Refusal = (shape: RequestLifeShape) => string | undefined;

const isGiven = (shape: RequestLifeShape, name: keyof RequestLifeShape): boolean =>
  shape[name] !== parameters[name].default;

const promptsOf = (shape: RequestLifeShape): number[] =>
  Array.from({ length: shape.requests }, (_, request) => promptOf(shape, request));

/** One request that is too large is refused by its node; if all are, nothing is ever decoded. */
const allTooLarge: Refusal = (shape) => {
  const { pages, growth } = shape;
  const least = Math.min(...promptsOf(shape)) + growth;
  if (least <= pages) return undefined;
  return `Each request needs ${least} pages or more (those of its prompt, and growth: ${growth}), and a decode node has ${pages} (pages): none would ever be decoded. Raise pages to at least ${least}, or make prompts shorter (prompt, longest).`;
};

const nobodyGivesUp: Refusal = ({ aborts, by }) =>
  aborts === 0 && by !== 'any'
    ? `Who may give a request up is said (by ${by}), and no request may be given up (aborts 0). Raise aborts, or leave by out.`
    : undefined;

const nobodyDies: Refusal = ({ deaths, of }) =>
  deaths === 0 && of !== 'any'
    ? `Which nodes may die is said (of ${of}), and no node may die (deaths 0). Raise deaths, or leave of out.`
    : undefined;

const moreDeathsThanNodes: Refusal = ({ deaths, of, prefills, decodes }) => {
  const nodes = { prefill: prefills, decode: decodes, any: prefills + decodes }[of];
  if (deaths <= nodes) return undefined;
  const which = of === 'any' ? '' : ` that may (of ${of})`;
  return `${deaths} nodes may die (deaths), and there are ${nodes}${which}. Lower deaths to at most ${nodes}, or give more nodes (prefills, decodes).`;
};

/** A transfer that breaks is told to nobody: the prefill node has done its part. */
const nothingToLose: Refusal = ({ losses, aborts, by }) =>
  losses === 'aborts' && (aborts === 0 || by === 'transport')
    ? `What tells the other side of an abort is lost (losses aborts), and nothing is told: ${aborts === 0 ? 'no request may be given up (aborts 0)' : 'only transfers break (by transport)'}. Let a client, a prefill or a decode node give a request up (aborts, by), or leave losses out.`
    : undefined;

const nothingFails: Refusal = (shape) => {
  const { aborts, by, deaths, pages, growth, retries } = shape;
  const mayFail =
    (aborts > 0 && by !== 'client') ||
    deaths > 0 ||
    promptsOf(shape).some((prompt) => prompt + growth > pages);
  if (mayFail || !isGiven(shape, 'retries')) return undefined;
  return `How often a request is tried again that has failed is said (retries ${retries}), and none fails: none is given up by a node or breaks (aborts, by), no node dies (deaths), and all have room (pages). Let one fail, or leave retries out.`;
};

const nobodyToOvertake: Refusal = (shape) =>
  shape.requests === 1 && isGiven(shape, 'overtakes')
    ? `How many may be given pages before one that waits is said (overtakes ${shape.overtakes}), and there is one request (requests 1). Raise requests, or leave overtakes out.`
    : undefined;

const noOtherPrompt: Refusal = (shape) =>
  shape.requests === 1 && shape.longest > 0 && isGiven(shape, 'prompt')
    ? `The only request has a prompt of its own length (longest ${shape.longest}), and that of others is said (prompt ${shape.prompt}). Raise requests, or leave one of them out.`
    : undefined;

const REFUSALS: readonly Refusal[] = [
  allTooLarge,
  nobodyGivesUp,
  nobodyDies,
  moreDeathsThanNodes,
  nothingToLose,
  nothingFails,
  nobodyToOvertake,
  noOtherPrompt,
];

/** Why there is no such network: a sentence, or `undefined`. What speaks of something that is not there is refused, too. */
export function refuse(configuration: Configuration): string | undefined {
  const shape = shapeOf(configuration);
  for (const refusal of REFUSALS) {
    const reason = refusal(shape);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
