import { createRequire } from 'node:module';
import type { z as Zod } from 'zod';

/** What a report is. Made when it is wanted: loading zod takes longer than many a check. */
export function reportSchema() {
  const { z } = createRequire(import.meta.url)('zod') as { readonly z: typeof Zod };
  const verdict = z
    .enum(['holds', 'holds-in-sample', 'violated', 'inconclusive'])
    .describe('holds: in every reachable state; holds-in-sample: in every state that was seen');
  const item = {
    number: z
      .int()
      .positive()
      .describe('its place in the whole check, of which this report may be one shard'),
    name: z
      .string()
      .describe('the same in every check that makes this item, and different from all others of one check'),
    mode: z.enum(['exhaustive', 'random', 'bounds', 'comparison', 'canary']),
    network: z.string().describe('the network, or the suite of bounds, or the table'),
    parameters: z.record(z.string(), z.union([z.number(), z.string()])),
    faults: z.array(z.string()),
  };
  const property = z.looseObject({ name: z.string(), verdict });
  const thing = z.looseObject({ property: z.string().optional(), what: z.string() });
  const violation = z.looseObject({
    property: z.string(),
    message: z.string(),
    steps: z.array(z.string()),
    traceFile: z.string().nullable(),
  });
  return z.strictObject({
    format: z.literal('cloudmatrix-check report'),
    version: z
      .literal(1)
      .describe('raised when something that was here is no longer here, or means something else'),
    verdict,
    seed: z.int(),
    shard: z
      .strictObject({
        index: z.int().positive(),
        count: z.int().positive(),
        items: z.int().positive().describe('how many the whole check has'),
        check: z.string().describe('the same in all shards of a check, and in those of no other one'),
      })
      .optional()
      .describe('which part of the check this is; left out of a whole one'),
    items: z
      .array(
        z.looseObject({
          ...item,
          verdict,
          states: z.int().nonnegative().optional(),
          runs: z.int().nonnegative().optional(),
          properties: z.array(property).optional(),
          violation: violation.optional(),
          violations: z
            .array(violation)
            .optional()
            .describe('all of them, that one first, where several were found'),
        }),
      )
      .describe('what was done, each item with all that the command for it alone prints with --json'),
    undone: z.array(z.strictObject(item)).describe('what there was no time for'),
    networks: z.array(
      z.strictObject({
        network: z.string(),
        unseen: z.looseObject({ vacuous: z.array(thing) }),
        hardCases: z.looseObject({}),
        coverage: z.looseObject({}),
      }),
    ),
    times: z
      .strictObject({
        seconds: z.number().nonnegative(),
        items: z.record(z.string(), z.number().nonnegative()),
      })
      .describe('all that differs between two runs of the same check'),
  });
}

export type Report = Zod.infer<ReturnType<typeof reportSchema>>;

/**
 * The schema as JSON Schema, which is published with the package.
 *
 * @testonly a test writes it to docs/report.schema.json
 */
export function reportJsonSchema(): object {
  const { z } = createRequire(import.meta.url)('zod') as { readonly z: typeof Zod };
  return z.toJSONSchema(reportSchema());
}
