import { bf16Bits, bf16Of, fp32Bits, fp32Of } from './float-bits.js';
import { errorOfScale, type Form } from './quantise.js';
import { levelsOf, type Quantised } from './quantised.js';

/** Hexadecimal digits of a level, of a BF16 number, and of an FP32 scale. */
const LEVEL_DIGITS = 2;
const BF16_DIGITS = 4;
const SCALE_DIGITS = 8;

/**
 * A quantised token as it is sent, in hexadecimal: a byte for each level, and the bits of the FP32 scale in an INT32 word behind
 * them (docs/paper/facts.md 4.3).
 */
export function tokenBytes(quantised: Quantised, row: number): string {
  const levels = Array.from(levelsOf(quantised, row), (level) => digits(level & 0xff, LEVEL_DIGITS));
  return levels.join('') + digits(fp32Bits(quantised.scales[row]!), SCALE_DIGITS);
}

/** What a receiver knows of a token: the sum of magnitudes of what was quantised can only be bounded. */
export function tokenFrom(bytes: string, form: Form): Quantised {
  const end = bytes.length - SCALE_DIGITS;
  const levels = Int8Array.from(numbersIn(bytes.slice(0, end), LEVEL_DIGITS));
  const scale = fp32Of(Number.parseInt(bytes.slice(end), 16));
  const error = errorOfScale(scale, form);
  const sum = levels.reduce((total, level) => total + Math.abs(level), 0);
  return {
    rows: 1,
    columns: levels.length,
    levels,
    scales: Float32Array.of(scale),
    errors: Float64Array.of(error),
    magnitudes: Float64Array.of(sum * scale + levels.length * error),
  };
}

/** A row in BF16, as results are sent, in hexadecimal. */
export const bf16Bytes = (row: Float32Array): string =>
  Array.from(row, (value) => digits(bf16Bits(value), BF16_DIGITS)).join('');

export const bf16From = (bytes: string): Float32Array =>
  Float32Array.from(numbersIn(bytes, BF16_DIGITS), bf16Of);

const digits = (value: number, count: number): string => value.toString(16).padStart(count, '0');

function numbersIn(bytes: string, count: number): number[] {
  return Array.from({ length: bytes.length / count }, (_, at) =>
    Number.parseInt(bytes.slice(at * count, (at + 1) * count), 16),
  );
}
