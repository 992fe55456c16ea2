import type { Configuration, Parameter } from '../../../src/index.js';

export interface RequestLifeShape {
  readonly requests: number;
  readonly prefills: number;
  readonly decodes: number;
  readonly pages: number;
  readonly prompt: number;
  /** Pages of request 0's prompt, where it is not as long as the others'. */
  readonly longest: number;
  readonly growth: number;
  readonly overtakes: number;
  readonly chunks: number;
  readonly handles: number;
  readonly tokens: number;
  readonly tail: number;
  readonly drafts: number;
  readonly retries: number;
  readonly aborts: number;
  readonly by: 'any' | 'client' | 'prefill' | 'decode' | 'transport';
  readonly deaths: number;
  readonly of: 'any' | 'prefill' | 'decode';
  readonly losses: 'none' | 'aborts';
  readonly left: 'clean' | 'wedged';
}

const integer = (min: number, max: number, given: number, description: string): Parameter => ({
  kind: 'integer',
  min,
  max,
  default: given,
  description,
});

export const parameters: Readonly<Record<keyof RequestLifeShape, Parameter>> = {
  requests: integer(1, 6, 2, 'requests, each of a client of its own'),
  prefills: integer(1, 4, 1, 'prefill nodes'),
  decodes: integer(1, 4, 1, 'decode nodes'),
  pages: integer(1, 16, 3, 'KV pages of a decode node'),
  prompt: integer(1, 4, 1, 'pages of a prompt'),
  longest: integer(0, 16, 0, "pages of request 0's prompt; 0: as the others'"),
  // Not more than one page, and the same for all: decode-pages keeps room for one answer to grow by one.
  growth: integer(0, 1, 1, 'pages that an answer needs beyond those of its prompt'),
  overtakes: integer(0, 4, 1, 'how many that came later may be given pages before one that waits'),
  chunks: integer(1, 4, 1, 'chunks in which a prompt is computed whose prefix is not stored'),
  handles: integer(1, 3, 1, 'parts of a transfer, each of which lands by itself'),
  tokens: integer(1, 4, 2, 'tokens of an answer'),
  tail: integer(1, 4, 2, 'tokens of a prompt that no transfer brings, computed in the first decode step'),
  drafts: integer(0, 3, 1, 'draft tokens of a decode step'),
  retries: integer(0, 3, 1, 'attempts of a request after its first'),
  aborts: integer(0, 3, 0, 'requests that may be given up'),
  by: {
    kind: 'choice',
    values: ['any', 'client', 'prefill', 'decode', 'transport'],
    default: 'any',
    description:
      'who may give a request up: its client, a prefill node, a decode node, or its transfer breaks',
  },
  deaths: integer(0, 3, 0, 'nodes that may die'),
  of: {
    kind: 'choice',
    values: ['any', 'prefill', 'decode'],
    default: 'any',
    description: 'which nodes may die',
  },
  losses: {
    kind: 'choice',
    values: ['none', 'aborts'],
    default: 'none',
    description: 'whether what tells the other side of an abort may be lost',
  },
  left: {
    kind: 'choice',
    values: ['clean', 'wedged'],
    default: 'clean',
    description: 'in what state the job before has left prefill node 0',
  },
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): RequestLifeShape {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { kind }]) => [
      name,
      kind === 'integer' ? Number(configuration[name]) : configuration[name],
    ]),
  ) as unknown as RequestLifeShape;
}

/** Pages of a request's prompt. */
export const promptOf = ({ prompt, longest }: RequestLifeShape, request: number): number =>
  request === 0 && longest > 0 ? longest : prompt;
