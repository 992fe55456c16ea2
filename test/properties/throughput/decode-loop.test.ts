// Goal: decode in virtual time is what the mechanisms of the system come to, to the nanosecond. Method: random systems, run by the charts and by loops over arrays
// for this system alone. Launches are hidden in all of them: those that are not are tested beside `simulate decode`.

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxPlusDecode } from '../../../bench/peers/max-plus.js';
import type { DecodeRunOptions } from '../../../machines/systems/decode/instance.js';
import { runDecodeOn } from '../../../machines/systems/decode/run.js';
import { Pipelines } from '../../../machines/systems/pipelines.js';
import { decodeInputs, decodeInstanceOf } from '../../../properties/throughput/instances.js';
import { CALIBRATED } from '../../../src/cloudmatrix/cost/calibration.js';
import { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';

const STEPS = 3;
/** Charts are others for each number of layers and dies. */
const DIES = [1, 3];
const systems = fc.sample(decodeInputs, { numRuns: 100, seed: 384 }).map((input) => ({
  ...input,
  layers: input.layers > 2 ? 3 : 1,
  denseLayers: Math.min(1, input.denseLayers),
}));

it('decode comes to what loops over arrays come to', () => {
  const pipelines = new Pipelines();
  for (const [at, input] of systems.entries()) {
    const made = decodeInstanceOf(input);
    const calibration = { ...(at % 2 === 0 ? made.calibration : CALIBRATED), launchNs: 1 };
    const cost = new DecodeCost({ ...made, calibration }, input.microbatches);
    const dies = Math.min(made.ranks, DIES[Math.floor(at / 2) % DIES.length]!);
    const { hasDrawnLoads, seed } = input;
    const options: DecodeRunOptions = {
      dies,
      steps: STEPS,
      eplb: hasDrawnLoads ? 'drawn' : 'perfect',
      seed,
    };
    const { tpotNs } = runDecodeOn(pipelines.decode(cost, options), cost, options);
    const loops = maxPlusDecode(cost, dies, STEPS, hasDrawnLoads, seed);
    expect({ at, tpotNs }).toEqual({ at, tpotNs: loops.tpotNs });
  }
});
