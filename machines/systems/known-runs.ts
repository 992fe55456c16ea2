import { type Configuration, configurationOf } from '../../src/index.js';
import { decode } from './decode/decode-system.js';
import { decodeRun } from './decode/instance.js';
import type { DecodeOutcome } from './decode/outcome.js';
import { runDecodeOn } from './decode/run.js';
import { Pipelines } from './pipelines.js';
import { prefillRun } from './prefill/instance.js';
import type { PrefillOutcome } from './prefill/outcome.js';
import { prefill } from './prefill/prefill-system.js';
import { runPrefillOn } from './prefill/run.js';

/** Runs each configuration once: what it came to is known when it is asked for again. */
export class KnownRuns {
  private readonly pipelines = new Pipelines();
  private readonly decodes = new Map<string, DecodeOutcome>();
  private readonly prefills = new Map<string, PrefillOutcome>();

  constructor(private readonly seed: number) {}

  /**
   * @param given parameters of `simulate decode`; those left out have their defaults
   * @throws CheckError for a configuration or description that is impossible
   */
  decode(given: Configuration, description?: unknown): DecodeOutcome {
    return remembered(this.decodes, [given, description], () => {
      const { cost, options } = decodeRun(configurationOf(decode, given), this.seed, description);
      return runDecodeOn(this.pipelines.decode(cost, options), cost, options);
    });
  }

  /** The same with parameters of `simulate prefill`. */
  prefill(given: Configuration, description?: unknown): PrefillOutcome {
    return remembered(this.prefills, [given, description], () => {
      const { cost, options } = prefillRun(configurationOf(prefill, given), this.seed, description);
      return runPrefillOn(this.pipelines.prefill(cost, options), cost, options);
    });
  }
}

function remembered<T>(known: Map<string, T>, key: unknown, make: () => T): T {
  const text = JSON.stringify(key);
  let value = known.get(text);
  if (value === undefined) {
    value = make();
    known.set(text, value);
  }
  return value;
}
