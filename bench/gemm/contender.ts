import { GEMM_CONTENDERS, type GemmContender, measureContender } from './contenders.js';

// The whole of a contender's own process: `node contender.js <contender> <tokens> <length> <channels> <runs>` writes one
// JSON object to standard output. See `runGemmBenchmark`.

const [name, tokens, length, channels, runs] = process.argv.slice(2);
if (!Object.hasOwn(GEMM_CONTENDERS, name!))
  throw new Error(`There is no contender '${name}'; use one of ${Object.keys(GEMM_CONTENDERS).join(', ')}.`);
const size = { tokens: Number(tokens), length: Number(length), channels: Number(channels) };
const measurement = await measureContender(name as GemmContender, size, Number(runs));
process.stdout.write(`${JSON.stringify(measurement)}\n`);
