import { z } from 'zod';
import { type Calibration, CALIBRATED, IDEAL, UNFITTED } from '../../src/cloudmatrix/cost/calibration.js';
import { COLLECTIVE_START_NS_LIMIT } from '../../src/cloudmatrix/cost/collectives.js';
import {
  AMONG_MISTAKES,
  areRight,
  bytes,
  mistakesOf,
  nanoseconds,
  refuseMistakes,
} from '../../src/cloudmatrix/cost/description.js';
import {
  ASCEND_910_DIE,
  type Device,
  deviceSchema,
  type NetworkDescription,
  networkSchema,
  RDMA,
  UNIFIED_BUS,
} from '../../src/cloudmatrix/cost/device.js';
import { type Model, MODELS, modelSchema } from '../../src/cloudmatrix/cost/model.js';
import { COLLECTIVE_TOKENS } from '../../src/cloudmatrix/paper/operators.js';
import { CheckError, type Configuration } from '../../src/index.js';

const share = z.number().min(0.001).max(1);
const factor = z.number().min(1).max(1_000);

const calibrationFields = z.strictObject({
  name: z.string().min(1),
  gemmEfficiency: share,
  decodeAttentionEfficiency: share,
  prefillAttentionEfficiency: share,
  cacheReadEfficiency: share,
  weightReadEfficiency: share,
  sharedHbmEfficiency: share,
  exposedCollectives: factor,
  prefillSlowdown: factor,
  prefillInterference: factor,
  expertSpread: z
    .number()
    .nonnegative()
    .max(10, 'It must be 10 at most: beyond it some experts get all tokens and the others none'),
  blockReadStartNs: nanoseconds,
  bucketEfficiency: share,
  attentionOverheadNs: nanoseconds,
  moeOverheadNs: nanoseconds,
  gateNs: nanoseconds,
  launchNs: nanoseconds,
  collectiveStartNs: nanoseconds,
  combineIssueShare: share,
  linkCores: z.int().positive(),
  pipelineSequencesMin: z.number().positive(),
  gatherBytesPerSecond: bytes,
  weightReaders: z.int().positive(),
  isIdeal: z.boolean(),
});

const calibrationSchema = calibrationFields.superRefine(
  ({ collectiveStartNs, moeOverheadNs, gateNs }, context) => {
    if (areRight(nanoseconds, collectiveStartNs) && collectiveStartNs >= COLLECTIVE_START_NS_LIMIT)
      context.addIssue({
        code: 'custom',
        path: ['collectiveStartNs'],
        message: `It must be below ${COLLECTIVE_START_NS_LIMIT}: a collective that begins later takes longer for no tokens at all than was measured for ${COLLECTIVE_TOKENS}, and each would cost less than nothing`,
      });
    if (areRight(nanoseconds, moeOverheadNs, gateNs) && gateNs > moeOverheadNs)
      context.addIssue({
        code: 'custom',
        path: ['gateNs'],
        message: `It must be ${moeOverheadNs} at most, which is what all small kernels of the MoE part take, the gate among them (moeOverheadNs)`,
      });
  },
  AMONG_MISTAKES,
);

export const NETWORKS: Readonly<Record<string, NetworkDescription>> = { ub: UNIFIED_BUS, rdma: RDMA };

/** What a description may start from, by the name that `base` takes. */
const BASES = {
  model: MODELS,
  device: { 'ascend-910': ASCEND_910_DIE },
  network: NETWORKS,
  calibration: { fitted: CALIBRATED, unfitted: UNFITTED, ideal: IDEAL },
} as const satisfies Record<keyof Described, Readonly<Record<string, { readonly name: string }>>>;

const SCHEMAS = {
  model: modelSchema,
  device: deviceSchema,
  network: networkSchema,
  calibration: calibrationSchema,
} as const;

export interface Described {
  readonly model: Model;
  readonly device: Device;
  readonly network: NetworkDescription;
  readonly calibration: Calibration;
}

type Part = keyof Described;

const PARTS = Object.keys(SCHEMAS) as Part[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A part as described: what differs from its base, or the whole of it. Of a calibration that names no base what is left out is as fitted. It is
 * called after its base, unless it has a name.
 */
function partOf(
  part: Part,
  given: unknown,
): { readonly value: unknown; readonly mistakes: readonly string[] } {
  const schema = SCHEMAS[part];
  const checked = (value: unknown) => ({
    value: schema.safeParse(value).data,
    mistakes: mistakesOf(schema, value, [part]),
  });
  if (!isObject(given)) return checked(given);
  const { base = part === 'calibration' ? 'fitted' : undefined, ...own } = given;
  if (base === undefined) return checked(own);
  const bases: Readonly<Record<string, { readonly name: string }>> = BASES[part];
  const known = Object.keys(bases);
  if (typeof base !== 'string' || !known.includes(base)) {
    const text = `at '${part}.base': There is no ${part} ${JSON.stringify(base)}; it must be one of ${known.join(', ')}`;
    return { value: own, mistakes: [text] };
  }
  const { name } = bases[base]!;
  const isSame = Object.keys(own).length === 0;
  return checked({ ...bases[base], name: isSame ? name : `${name}, changed`, ...own });
}

/** Model, device, network and calibration of a configuration. @throws CheckError with all that is wrong about a description */
export function describedBy(configuration: Configuration, description: unknown): Described {
  const usual: Described = {
    model: MODELS[String(configuration.model)]!,
    device: ASCEND_910_DIE,
    network: NETWORKS[String(configuration.network)]!,
    calibration: CALIBRATED,
  };
  if (description === undefined) return usual;
  const parts = partsOf(description);
  refuseOther(configuration, description as Readonly<Record<string, unknown>>);
  return { ...usual, ...parts };
}

/** @throws CheckError with all that is wrong about a description, whatever the configuration */
export function refuseWrongDescription(description: unknown): void {
  partsOf(description);
}

function partsOf(description: unknown): Partial<Described> {
  if (!isObject(description)) {
    refuseMistakes('system', [`It must be an object with some of ${PARTS.join(', ')}`]);
    return {};
  }
  const unknown = Object.keys(description).filter((key) => !PARTS.includes(key as Part));
  const given = PARTS.filter((part) => description[part] !== undefined);
  const parts = given.map((part) => [part, partOf(part, description[part])] as const);
  refuseMistakes('system', [
    ...unknown.map((key) => `at '${key}': There is no such part; it may have ${PARTS.join(', ')}`),
    ...parts.flatMap(([, { mistakes }]) => mistakes),
  ]);
  return Object.fromEntries(parts.map(([part, { value }]) => [part, value]));
}

/** What a parameter names, too. */
const NAMED = ['model', 'network'] as const;

/** @throws CheckError where a parameter names another model, or another network, than the description: what has its default was hardly asked for */
function refuseOther(configuration: Configuration, description: Readonly<Record<string, unknown>>): void {
  for (const part of NAMED) {
    const named = String(configuration[part]);
    const given = description[part];
    if (given === undefined || named === Object.keys(BASES[part])[0]) continue;
    if (isObject(given) && given.base === named) continue;
    throw new CheckError(
      `The description has a ${part} of its own, and ${part} is ${named}. Leave one of them out, or have the description start from it: "base": "${named}".`,
    );
  }
}

/** What is said where the description has a model or a network of its own, which parameters do not name. */
export function describedParts(description: unknown, described: Described): string[] {
  if (!isObject(description)) return [];
  return NAMED.filter((part) => description[part] !== undefined).map(
    (part) => `The ${part} is that of the description: ${described[part].name}.`,
  );
}

/** What each part is called. */
export const namesOf = ({
  model,
  device,
  network,
  calibration,
}: Described): Readonly<Record<Part, string>> => ({
  model: model.name,
  device: device.name,
  network: network.name,
  calibration: calibration.name,
});

/** What is said of a model whose figures are partly guesses. */
export function assumptions({ name, assumed }: Model): string[] {
  return assumed.length === 0 ? [] : [`Of ${name} these values are assumed: ${assumed.join(', ')}.`];
}
