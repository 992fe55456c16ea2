import { catalogue } from '../../properties/catalogue.js';
import type { NetworkFamily } from '../../src/index.js';
import type { DeepTelling } from '../deep-check.js';
import { contextCacheSurvivors } from './survivors/context-cache.js';
import { corePoolSurvivors } from './survivors/core-pool.js';
import { decodePipelineSurvivors } from './survivors/decode-pipeline.js';
import { dispatchCombineSurvivors } from './survivors/dispatch-combine.js';
import { drainBarrierSurvivors } from './survivors/drain-barrier.js';
import { graphLaunchSurvivors } from './survivors/graph-launch.js';
import { groupedGemmSurvivors } from './survivors/grouped-gemm.js';
import { modelCacheSurvivors } from './survivors/model-cache.js';
import { kvTransferSurvivors } from './survivors/kv-transfer.js';
import { moeLayerSurvivors } from './survivors/moe-layer.js';
import { prefillPipelineSurvivors } from './survivors/prefill-pipeline.js';
import { requestLifeSurvivors } from './survivors/request-life.js';
import { ubPathSurvivors } from './survivors/ub-path.js';
import { ubSwitchSurvivors } from './survivors/ub-switch.js';
import { lineOf } from './told.js';
import { type PartSurvey, survey } from './survey.js';
import { type Survivors, type Tally, tallyOf } from './survivors.js';

/** What is known to survive, by network. */
const KNOWN: Readonly<Record<string, Survivors>> = {
  'dispatch-combine': dispatchCombineSurvivors,
  'ub-path': ubPathSurvivors,
  'ub-switch': ubSwitchSurvivors,
  'core-pool': corePoolSurvivors,
  'graph-launch': graphLaunchSurvivors,
  'grouped-gemm': groupedGemmSurvivors,
  'drain-barrier': drainBarrierSurvivors,
  'decode-pipeline': decodePipelineSurvivors,
  'prefill-pipeline': prefillPipelineSurvivors,
  'moe-layer': moeLayerSurvivors,
  'context-cache': contextCacheSurvivors,
  'model-cache': modelCacheSurvivors,
  'kv-transfer': kvTransferSurvivors,
  'request-life': requestLifeSurvivors,
};

/**
 * Tries every edit of a network, and compares what survives with what is known to.
 *
 * @param isThorough edits that are known to survive are searched as far as all others
 */
export async function surveyNetwork(
  family: NetworkFamily,
  isThorough: boolean,
  onPart: (part: PartSurvey) => void,
): Promise<Tally> {
  const parts: PartSurvey[] = [];
  const known = KNOWN[family.name] ?? {};
  const names = new Set(isThorough ? [] : Object.values(known).flat());
  for await (const part of survey(family, names)) {
    parts.push(part);
    onPart(part);
  }
  return tallyOf(family.name, parts, known);
}

/** The survey of all networks as a deep check. */
export async function surveyAllNetworks({ progress, fault }: DeepTelling): Promise<string> {
  const tallies: Tally[] = [];
  for (const family of catalogue.families) {
    const tally = await surveyNetwork(family, false, (part) => progress(lineOf(part)));
    tallies.push(tally);
    tally.faults.forEach(fault);
  }
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  return (
    `${sum(({ edits }) => edits)} edits of ${tallies.length} networks, ${sum(({ killed }) => killed)} killed, ` +
    `${sum(({ unused }) => unused)} unused, ${sum(({ equivalent }) => equivalent)} equivalent, ${sum(({ open }) => open)} open`
  );
}
