import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import type { NetworkFamily } from '../../src/index.js';
import { type ConstantEdit, constantEditsOf } from './constants.js';

/** Sources of machines whose whole numbers are no data of a chart, by the network that they are parts of. */
const SOURCES: Readonly<Record<string, { readonly properties: string; readonly files: readonly string[] }>> =
  {
    'dispatch-combine': {
      properties: 'dispatch-combine',
      files: [
        'moe/placement',
        'moe/window-layout',
        'moe/flags',
        'moe/acknowledgement',
        'moe/dispatch-plan',
        'moe/combine-plan',
        'moe/dense-output',
        'moe/fused-operator',
        'moe/sending-core',
        'moe/waiting-cores',
        'moe/expert-ffn',
        'die/receive-window',
        'die/die-health',
        'pipeline/moe-stream',
      ],
    },
    'dispatch-combine-int8': { properties: 'dispatch-combine-int8', files: ['moe/numbers'] },
    'ub-path': {
      properties: 'ub-path',
      files: [
        'interconnect/posting',
        'interconnect/ring-sender',
        'interconnect/ring-buffer',
        'interconnect/ring-receiver',
        'interconnect/ub-path',
      ],
    },
    'ub-switch': {
      properties: 'ub-switch',
      files: [
        'interconnect/ub-fabric',
        'interconnect/node-dies',
        'interconnect/ub-output-port',
        'interconnect/ub-input-port',
      ],
    },
    'core-pool': { properties: 'core-pool', files: ['die/core-pool', 'die/kernel', 'die/kernel-graph'] },
    'graph-launch': {
      properties: 'graph-launch',
      files: ['die/host-cpu', 'die/device-graph', 'die/update-stream', 'die/collective'],
    },
    'grouped-gemm': {
      properties: 'grouped-gemm',
      files: ['die/cross-core-flag', 'moe/gemm-cube', 'moe/gemm-rows', 'moe/gemm-vector'],
    },
    'drain-barrier': { properties: 'drain-barrier', files: ['die/drain-state', 'die/scheduler-thread'] },
    'decode-pipeline': {
      properties: 'pipeline',
      files: [
        'pipeline/graph',
        'pipeline/graph-launcher',
        'pipeline/rank',
        'pipeline/microbatch',
        'pipeline/exchange',
      ],
    },
    'prefill-pipeline': { properties: 'pipeline', files: ['pipeline/graph'] },
    'moe-layer': { properties: 'moe-layer', files: ['pipeline/moe-rank', 'pipeline/row-window'] },
    'kv-transfer': {
      properties: 'kv-transfer',
      files: [
        'serving/page-pool',
        'serving/kv-memory',
        'serving/queue-pair',
        'serving/transfer-engine',
        'serving/push-sender',
        'serving/push-receiving',
        'serving/push-receiver',
        'serving/pull-holder',
        'serving/pull-reader',
        'serving/kv-lease',
        'serving/serving-node',
        'serving/connection-mapping',
        'serving/work-request',
      ],
    },
    'context-cache': {
      properties: 'context-cache',
      files: [
        'cache/block-chain',
        'cache/consistent-hashing',
        'cache/dram-tier',
        'cache/evs-tier',
        'cache/mp-controller',
        'cache/caching-instance',
        'cache/server-memory',
        'cache/sdk-context',
        'cache/sdk-reading',
        'cache/sdk-storing',
        'cache/sdk-sdma',
        'cache/server-context',
        'cache/server-space',
        'cache/server-reads',
        'cache/server-puts',
        'cache/server-evs',
        'cache/mp-server',
      ],
    },
    'model-cache': { properties: 'model-cache', files: ['cache/model-instance', 'cache/model-pool'] },
    'request-life': {
      properties: 'request-life',
      files: [
        'serving/global-scheduler',
        'serving/instance-router',
        'serving/receive-attempt',
        'serving/receive-orders',
        'serving/decode-page-list',
        'serving/decode-pages',
        'serving/decode-loop',
        'serving/prefill-tasks',
        'serving/prefill-scheduler',
        'serving/prefill-worker',
        'serving/mishaps',
      ],
    },
  };

/** A source of a network, with the edits of its whole numbers. */
export interface EditedSource {
  readonly file: string;
  readonly edits: readonly ConstantEdit[];
}

/** The sources of a network, as they were compiled: only those can be loaded edited. */
export function sourcesOf({ name }: NetworkFamily): EditedSource[] {
  const files = SOURCES[name]?.files ?? [];
  return files.map((file) => ({
    file,
    edits: constantEditsOf(file, readFileSync(new URL(`../../machines/${file}.js`, import.meta.url), 'utf8')),
  }));
}

let areHooksRegistered = false;

/**
 * The family as it is with one source edited, loaded anew with all that it imports of machines and properties.
 *
 * @throws whatever the edited source throws as it is loaded
 */
export async function editedFamily(
  { name }: NetworkFamily,
  file: string,
  { start, end, by }: ConstantEdit,
): Promise<NetworkFamily> {
  if (!areHooksRegistered) register('./source-hooks.js', import.meta.url);
  areHooksRegistered = true;
  const edit = [`${file}.js`, start, end, by].map(encodeURIComponent).join(':');
  const address = new URL(
    `../../properties/${SOURCES[name]!.properties}/family.js?edit=${edit}`,
    import.meta.url,
  );
  const module = (await import(address.href)) as Readonly<Record<string, NetworkFamily>>;
  return Object.values(module).find((family) => family.name === name)!;
}
