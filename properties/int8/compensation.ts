import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import { type Bound, Worst } from '../../src/index.js';
import { layerFrom, type LayerRecipe, layers } from './calibrated-layer.js';
import type { Subject } from './subject.js';

/** Error compensation on calibration data (docs/paper/int8-bounds.md). */
export function compensationBounds(subject: Subject): Bound[] {
  return [compensationMean(subject), compensationSquares(subject)];
}

/** Of a layer's INT8 output: what is left of the residuals of each channel after compensation, and before. */
function residuals(recipe: LayerRecipe, { arithmetic, reference, dtype }: Subject) {
  const { x, w } = layerFrom(recipe, { dtype });
  const real = realProduct(x, w);
  const computed = reference.linear(reference.quantise(x), reference.quantise(w)).output.values;
  const told = arithmetic.compensate(real, computed, w.rows);
  const channels = Array.from({ length: w.rows }, (_, channel) => {
    const before = Array.from({ length: x.rows }, (_, token) => {
      const at = token * w.rows + channel;
      return real[at]! - computed[at]!;
    });
    return { before, after: before.map((residual) => residual - told.bias[channel]!) };
  });
  return { channels, told };
}

const squaresOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);

/** Unit roundoff of FP64, in which compensation is computed. */
const FP64_UNIT = 2 ** -53;

function compensationMean(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'compensation',
    title: 'compensation takes the mean residual out',
    formula: 'mean of (y - y^ - b) = 0 on the calibration data, to FP64; and so is the mean that is told',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      const { channels, told } = residuals(recipe, subject);
      channels.forEach(({ before, after }, channel) => {
        const mean = after.reduce((sum, residual) => sum + residual, 0) / after.length;
        const largest = Math.max(...before.map(Math.abs));
        const bound = 4 * (before.length + 2) * FP64_UNIT * largest;
        worst.within(mean, bound, () => `mean residual of channel ${channel}`);
        worst.within(told.means[channel]!, bound, () => `mean residual that is told of channel ${channel}`);
      });
      return worst;
    },
    witness: {
      title: 'a residual to take out',
      isMet: (recipe) => residuals(recipe, subject).channels.some(({ before }) => squaresOf(before) > 0),
    },
  };
}

function compensationSquares(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'compensation-squares',
    title: 'compensation never adds to the squared residuals',
    formula: 'sum (y - y^ - b)^2 <= sum (y - y^)^2 on the calibration data; both are told, to FP64',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      const { channels, told } = residuals(recipe, subject);
      channels.forEach(({ before, after }, channel) => {
        const bound = squaresOf(before) * (1 + 8 * before.length * FP64_UNIT);
        worst.within(squaresOf(after), bound, () => `squared residuals of channel ${channel}`);
      });
      const allOf = (side: 'before' | 'after') => squaresOf(channels.flatMap((channel) => channel[side]));
      const [before, after] = [allOf('before'), allOf('after')];
      // Sums in another order: what is told agrees as far as FP64 adds up the squares before, of which those after are a part.
      const share = 8 * channels.flatMap((channel) => channel.before).length * FP64_UNIT * before;
      worst.within(told.squaresBefore - before, share, () => 'squared residuals that are told, before');
      worst.within(told.squaresAfter - after, share, () => 'squared residuals that are told, after');
      return worst;
    },
    witness: { title: 'residuals that become smaller', isMet: (_, { ratio }) => ratio > 0 && ratio < 1 },
  };
}
