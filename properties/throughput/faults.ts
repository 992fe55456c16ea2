import { DecodeCost, type DecodeInstance, type StageCost } from '../../src/cloudmatrix/cost/decode-cost.js';
import { PrefillCost, type PrefillInstance } from '../../src/cloudmatrix/cost/prefill-cost.js';

/** How costs are worked out: rightly, or with a mistake. */
export interface CostMaker {
  readonly decode: (instance: DecodeInstance, microbatches: 1 | 2) => DecodeCost;
  readonly prefill: (instance: PrefillInstance, microbatches: 1 | 2) => PrefillCost;
  /** Whether an instance that needs more memory than there is, is turned away. */
  readonly admits: boolean;
}

export const RIGHT: CostMaker = {
  decode: (instance, microbatches) => new DecodeCost(instance, microbatches),
  prefill: (instance, microbatches) => new PrefillCost(instance, microbatches),
  admits: true,
};

const GIB_PER_GB = 2 ** 30 / 1e9;
const BITS_OF_BYTE = 8;

/** GB are taken for GiB. */
class BinaryUnits extends DecodeCost {
  protected override hbmBytesPerSecond(): number {
    return super.hbmBytesPerSecond() * GIB_PER_GB;
  }
}

/** Bits are taken for bytes. */
class LinkInBits extends DecodeCost {
  protected override linkBytesPerSecond(): number {
    return super.linkBytesPerSecond() * BITS_OF_BYTE;
  }
}

/** The shared expert's copy is forgotten. */
class RoutedCopiesOnly extends DecodeCost {
  override get copies(): number {
    return this.tokens * this.instance.model.topK;
  }
}

/** Two microbatches share one reading of the weights, which do not stay on the die. */
class WeightsOnce extends DecodeCost {
  protected override weightBytes(...given: Parameters<DecodeCost['weightBytes']>): number {
    return super.weightBytes(...given) / this.microbatches;
  }
}

/** Two microbatches share one reading of the cache, though each has its own sequences. */
class CacheOnce extends DecodeCost {
  protected override cacheBytes(): number {
    return super.cacheBytes() / this.microbatches;
  }
}

/** What a die sends to itself is counted on its link. */
class SelfDeliveryOnLink extends DecodeCost {
  override get remoteCopies(): number {
    return this.copies;
  }
}

/** The draft token is accepted twice. */
class AcceptanceTwice extends DecodeCost {
  override acceptedPerStep(acceptance: number): number {
    return super.acceptedPerStep(acceptance) ** 2;
  }
}

/** Nothing takes time on its way. */
class NoLatency extends DecodeCost {
  protected override leastHopNs(): number {
    return 0;
  }
}

/** Experts are taken to be hidden behind the collectives around them, which need their results. */
class HiddenExperts extends DecodeCost {
  override experts(load: number): StageCost {
    return { ...super.experts(load), ns: 0 };
  }
}

/** The streams of a die do not share its memory: each reads as if it were alone. */
class MemoryForEach extends DecodeCost {
  protected override sharedBytesPerNs(): number {
    return Number.POSITIVE_INFINITY;
  }
}

/** Cores issue at no cost: only the link counts. */
class IssuedByAllCores extends DecodeCost {
  protected override leastIssueNs(): number {
    return 0;
  }
}

/** A link is taken to be as busy as what its die sends: what others send to that die is forgotten. */
class SendersOnly extends DecodeCost {
  protected override busiestLinkBytes(sent: number): number {
    return sent;
  }
}

/** Each die is taken to combine as many copies as it dispatched, wherever their experts are. */
class CombinedBySenders extends DecodeCost {
  protected override writtenBytes(_collective: unknown, sent: number): number {
    return sent;
  }
}

/** The draft of the next token is taken to come without logits. */
class FreeDraft extends DecodeCost {
  override head(rows: number): StageCost {
    return rows === 1 && this.instance.tokensPerSequence === 2 ? super.head(0) : super.head(rows);
  }
}

/** Two microbatches of prefill share one reading of the weights. */
class PrefillWeightsOnce extends PrefillCost {
  protected override weightBytes(bytes: number): number {
    return super.weightBytes(bytes) / this.microbatches;
  }
}

/** Copies are taken to come in the order of their experts, and results in that of their senders. */
class OrderedCopies extends PrefillCost {
  protected override reorderBytes(): number {
    return 0;
  }
}

/** What comes over VPC is taken to be in the node already. */
class FreeFetch extends PrefillCost {
  protected override fetchNs(): number {
    return 0;
  }
}

/** One die of each instance is taken to read for all of them, though each needs all latents. */
class OneReader extends PrefillCost {
  protected override readers(): number {
    return 1;
  }
}

/** New tokens are taken to attend to each other only, and not to the part of their prompt that is reused. */
class AttentionToNew extends PrefillCost {
  protected override attentionNs(): number {
    const { prompt, reused = 0 } = this.instance;
    return (super.attentionNs() * (prompt - reused)) / (prompt + reused);
  }
}

/** The causal mask halves attention twice. */
class MaskedTwice extends PrefillCost {
  protected override attentionNs(): number {
    return super.attentionNs() / 2;
  }
}

/** Each microbatch of prefill has the whole link, whatever another one sends. */
class LinkForEach extends PrefillCost {
  protected override dieRates(): ReturnType<PrefillCost['dieRates']> {
    return { ...super.dieRates(), linkBytesPerNs: Number.POSITIVE_INFINITY };
  }
}

/** Cubes and vector cores of prefill each have the whole HBM. */
class MemoryOfPrefillForEach extends PrefillCost {
  protected override dieRates(): ReturnType<PrefillCost['dieRates']> {
    return { ...super.dieRates(), hbmBytesPerNs: Number.POSITIVE_INFINITY };
  }
}

const decodeBy = (make: new (instance: DecodeInstance, microbatches: 1 | 2) => DecodeCost): CostMaker => ({
  ...RIGHT,
  decode: (instance, microbatches) => new make(instance, microbatches),
});

/** Both streams get more cores than the die has between them. */
const overlapping: CostMaker = {
  ...RIGHT,
  decode: (instance, microbatches) => {
    const { device, streams } = instance;
    const moe = { aic: device.aic - streams.attention.aic + 1, aiv: streams.moe.aiv };
    return new DecodeCost({ ...instance, streams: { ...streams, moe } }, microbatches);
  },
};

/** Mistakes that are easily made, each with the bound that shows it. */
export const COST_FAULTS: Readonly<
  Record<string, { readonly title: string; readonly property: string; readonly maker: CostMaker }>
> = {
  'binary-units': {
    title: 'GB of HBM bandwidth are taken for GiB',
    property: 'B2',
    maker: decodeBy(BinaryUnits),
  },
  'eight-copies': {
    title: 'a token is sent to its routed experts only',
    property: 'B8',
    maker: decodeBy(RoutedCopiesOnly),
  },
  'overlapping-cores': {
    title: 'the AIC of both streams are more than the die has',
    property: 'B5',
    maker: overlapping,
  },
  'weights-once': {
    title: 'weights are read once for two microbatches',
    property: 'B8',
    maker: decodeBy(WeightsOnce),
  },
  'cache-once': {
    title: 'the KV cache is read once for a pair of microbatches',
    property: 'B2',
    maker: decodeBy(CacheOnce),
  },
  'self-delivery': {
    title: 'copies that stay on the die are counted on its link',
    property: 'B8',
    maker: decodeBy(SelfDeliveryOnLink),
  },
  'acceptance-twice': {
    title: 'the acceptance of the draft token is applied twice',
    property: 'B6',
    maker: decodeBy(AcceptanceTwice),
  },
  'link-in-bits': {
    title: 'Gbit/s of a link are taken for GB/s',
    property: 'B3',
    maker: decodeBy(LinkInBits),
  },
  'no-latency': { title: 'a hop takes no time', property: 'B4', maker: decodeBy(NoLatency) },
  'hidden-experts': {
    title: 'experts are hidden behind the collectives that feed them',
    property: 'B9',
    maker: decodeBy(HiddenExperts),
  },
  'half-compute': {
    title: 'attention counts a multiply-add as one operation',
    property: 'B1',
    maker: decodeBy(
      class extends DecodeCost {
        override attention(layer: 'dense' | 'moe'): StageCost {
          const cost = super.attention(layer);
          return { ...cost, ns: Math.ceil(cost.ns / 2) };
        }
      },
    ),
  },
  'no-admission': {
    title: 'what does not fit in memory is run all the same',
    property: 'B7',
    maker: { ...RIGHT, admits: false },
  },
  'memory-for-each': {
    title: 'each stream reads the HBM as if it were alone',
    property: 'B2',
    maker: decodeBy(MemoryForEach),
  },
  'issued-by-all-cores': {
    title: 'a few AIV issue as fast as the link carries',
    property: 'B12',
    maker: decodeBy(IssuedByAllCores),
  },
  'senders-only': {
    title: "a collective takes as long as a die's own copies: those that the busiest die gets are forgotten",
    property: 'B3',
    maker: decodeBy(SendersOnly),
  },
  'combined-by-senders': {
    title: 'each die combines as many copies as it dispatched, wherever their experts are',
    property: 'B12',
    maker: decodeBy(CombinedBySenders),
  },
  'free-draft': {
    title: "the draft's logits are left out",
    property: 'B8',
    maker: decodeBy(FreeDraft),
  },
  'prefill-weights-once': {
    title: 'prefill reads weights once for two microbatches',
    property: 'B11',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new PrefillWeightsOnce(instance, microbatches) },
  },
  'link-for-each': {
    title: 'two microbatches of prefill each have the whole link of their die',
    property: 'B10',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new LinkForEach(instance, microbatches) },
  },
  'memory-of-prefill-for-each': {
    title: 'cubes and vector cores of prefill each have the whole HBM',
    property: 'B11',
    maker: {
      ...RIGHT,
      prefill: (instance, microbatches) => new MemoryOfPrefillForEach(instance, microbatches),
    },
  },
  'ordered-copies': {
    title: 'putting copies in the order of their experts moves nothing through the HBM',
    property: 'B11',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new OrderedCopies(instance, microbatches) },
  },
  'free-fetch': {
    title: 'what is reused comes to the node over VPC in no time',
    property: 'B13',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new FreeFetch(instance, microbatches) },
  },
  'one-reader': {
    title: 'one die of each instance loads what is reused for all',
    property: 'B13',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new OneReader(instance, microbatches) },
  },
  'attention-to-new': {
    title: 'new tokens do not attend to the part of their prompt that is reused',
    property: 'B10',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new AttentionToNew(instance, microbatches) },
  },
  'masked-twice': {
    title: 'the causal mask halves attention twice',
    property: 'B10',
    maker: { ...RIGHT, prefill: (instance, microbatches) => new MaskedTwice(instance, microbatches) },
  },
};
