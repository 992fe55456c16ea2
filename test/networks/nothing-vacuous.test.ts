// Goal: no claim of a family is one that nothing puts to the test. The larger families say so in files of their own.

import { it } from 'vitest';
import { corePools } from '../../properties/core-pool/family.js';
import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { graphLaunch } from '../../properties/graph-launch/family.js';
import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { moeLayerRows } from '../../properties/moe-layer/family.js';
import { ubPaths } from '../../properties/ub-path/family.js';
import { ubSwitch } from '../../properties/ub-switch/family.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';

it.each([corePools, drainBarrier, graphLaunch, groupedGemm, moeLayerRows, ubPaths, ubSwitch])(
  '$name: what check explores puts each claim to the test',
  async (family) => {
    await expectNothingVacuous(family.exhaustive, exploredOnce(family));
  },
);
