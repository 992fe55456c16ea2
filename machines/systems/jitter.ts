import { Draw, seedOf } from '../../src/cloudmatrix/draw.js';
import { log } from '../../src/cloudmatrix/elementary.js';
import type { Configuration, Parameter } from '../../src/index.js';
import type { StartedStage } from './pipeline/stage-numbers.js';

const PERCENT = 100;
const PER_MILLE = 1_000;

/** How much longer stages take than is expected; none takes less. */
export interface JitterOptions {
  readonly law: 'even' | 'normal' | 'exponential';
  /** Share of the expected time: the most of an even law, the standard deviation of a normal one, the mean of an exponential one. */
  readonly share: number;
  /** Probability that a stage is a straggler, and how many times as long it then takes. */
  readonly stragglers: number;
  readonly stragglerFactor: number;
}

export const NO_JITTER: JitterOptions = { law: 'even', share: 0, stragglers: 0, stragglerFactor: 1 };

export const JITTER_PARAMETERS = {
  jitter: {
    kind: 'integer',
    min: 0,
    max: 1_000,
    default: 0,
    description: 'each stage takes longer by a draw; in percent of its time',
  },
  jitterLaw: {
    kind: 'choice',
    values: ['even', 'normal', 'exponential'],
    default: 'even',
    description:
      'how it is drawn: evenly up to jitter, the amount of a normal law with this deviation, or exponentially with this mean',
  },
  stragglers: {
    kind: 'integer',
    min: 0,
    max: PER_MILLE,
    default: 0,
    description: 'stages of a die in a thousand that are far longer',
  },
  stragglerFactor: {
    kind: 'integer',
    min: 1,
    max: 1_000,
    default: 5,
    description: 'how many times as long a straggler takes',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

export function jitterOptions(configuration: Configuration): JitterOptions {
  const { jitter, stragglers, stragglerFactor } = configuration as Record<string, number>;
  return {
    law: configuration.jitterLaw as JitterOptions['law'],
    share: jitter! / PERCENT,
    stragglers: stragglers! / PER_MILLE,
    stragglerFactor: stragglerFactor!,
  };
}

/** Whether all stages take as long as expected. */
export const isStill = ({ share, stragglers }: JitterOptions): boolean => share === 0 && stragglers === 0;

/** Draws the time of each stage, the same for a seed: whatever ran before it, so that runs of alike systems meet alike jitter. */
export class Jitter {
  private readonly isStill: boolean;

  constructor(
    private readonly options: JitterOptions,
    private readonly seed: number,
  ) {
    this.isStill = isStill(options);
  }

  /** Nanoseconds of a stage that is expected to take so many. */
  ns(expected: number, { operator, die, microbatch, round }: Omit<StartedStage, 'graph'>): number {
    if (this.isStill) return expected;
    const { stragglers, stragglerFactor, share, law } = this.options;
    const draw = new Draw(seedOf(this.seed, `jitter of ${operator}`, die, microbatch, round));
    let factor = share === 0 ? 1 : 1 + share * amount(draw, law);
    if (stragglers > 0 && draw.unit() < stragglers) factor *= stragglerFactor;
    return Math.ceil(expected * factor);
  }
}

function amount(draw: Draw, law: JitterOptions['law']): number {
  switch (law) {
    case 'even':
      return draw.unit();
    case 'normal':
      return Math.abs(draw.gaussian());
    case 'exponential':
      return -log(1 - draw.unit());
  }
}
