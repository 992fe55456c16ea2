import type { WindowContext } from '../../machines/die/receive-window.js';
import type { Copy } from '../../machines/die/window-protocol.js';
import type { OperatorContext } from '../../machines/moe/fused-operator.js';
import { type Numbers, type TokenId, tokenRow, weightsOf } from '../../machines/moe/drawn-numbers.js';
import type { CombinedToken } from '../../machines/moe/numbers.js';
import type { Routing } from '../../machines/moe/protocol.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { bf16Bytes, bf16From } from '../../src/cloudmatrix/int8/message.js';
import { realExpert } from '../../src/cloudmatrix/int8/real.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { mayHaveTokens } from '../dispatch-combine/tokens.js';
import { Computed } from './computed.js';
import { gateWeights } from './gate.js';
import { sumsAreKept } from './sums-are-kept.js';

/** What a stream holds: what FusedDispatch has delivered, what the experts have made of it, the sums of its own tokens. */
interface StreamContext {
  readonly rows: readonly Copy[];
  readonly combined: { readonly item: number; readonly tokens: readonly CombinedToken[] };
}

/** A margin that nothing has come near to: the whole of the bound is left. */
const UNTOUCHED = 1;

/**
 * What must be true of the numbers that tokens carry, besides all that must be true of the protocol: each stage within its bound of
 * real numbers (margins are what is left of the bound, as a share of it), and the sum the same to the bit on every schedule
 * (docs/paper/facts.md 4.3 and 11.1; docs/paper/int8-bounds.md, MoE path).
 */
export function numberProperties(wiring: DispatchCombineWiring): Property[] {
  const { names, dies, microbatches } = wiring;
  const oracle = new Oracle(wiring.numbers!);
  const streams = dies.flatMap((die) =>
    microbatches.map((microbatch) => ({ die, id: names.stream(die, microbatch) })),
  );
  const combines = dies.flatMap((die) => microbatches.map((microbatch) => names.combine(die, microbatch)));
  const windows = Object.keys(wiring.components).filter((id) => id.startsWith('window.'));
  const contexts = (view: View) =>
    streams.map(({ id, die }) => {
      const { rows, combined } = view.context<StreamContext>(id);
      return { die, rows, combined };
    });
  const smallest = (margins: readonly number[]) =>
    margins.reduce((least, each) => Math.min(least, each), UNTOUCHED);
  const hasRows = (view: View, of: 'token' | 'result') =>
    contexts(view).some(({ rows }) => rows.some(({ payload }) => payload?.of === of));
  const isSummed = (view: View) => contexts(view).some(({ combined }) => combined.tokens.length > 0);
  return [
    always('token-within-bound', {
      then: (view) =>
        smallest(contexts(view).flatMap(({ rows }) => rows.map((copy) => oracle.tokenMargin(copy)))),
      hardCase: (view) => hasRows(view, 'token'),
    }),
    always('result-within-bound', {
      then: (view) =>
        smallest(contexts(view).flatMap(({ rows }) => rows.map((copy) => oracle.resultMargin(copy)))),
      hardCase: (view) => hasRows(view, 'result'),
    }),
    always('sum-within-bound', {
      then: (view) =>
        smallest(
          contexts(view).flatMap(({ die, combined: { item, tokens } }) =>
            tokens.map((token) => oracle.sumMargin({ item, source: die, token: token.token }, token)),
          ),
        ),
      hardCase: isSummed,
    }),
    always('sum-to-the-bit', {
      then: (view) =>
        contexts(view).every(({ die, combined: { item, tokens } }) =>
          tokens.every((token) => oracle.isRight({ item, source: die, token: token.token }, token)),
        ),
      // Summed as they have arrived, they would be summed in another order than that of their slots.
      hardCase: (view) =>
        windows.some((window) => isWrittenOutOfOrder(view.context<WindowContext>(window))) ||
        combines.some((combine) => isReadOutOfOrder(view.context<OperatorContext>(combine))),
    }),
    ...streams
      .filter(({ die }) => mayHaveTokens(wiring, [die]))
      .map(({ id }) =>
        monitor(
          `sums-are-kept of ${id}`,
          sumsAreKept,
          { hasShared: wiring.shape.sharedDies > 0 },
          {
            from: [id],
            // Tokens of the stream are to be summed: all of them, of all results.
            hardCase: (view) =>
              view.matches(id, 'combining') && view.context<{ routing: Routing }>(id).routing.length > 0,
          },
        ),
      ),
    ...(mayHaveTokens(wiring, dies) ? [reachable('a token is summed', isSummed)] : []),
    ...(dies.some((die) => wiring.routingsOf(die).some((routing) => routing.length > 1))
      ? [
          reachable('two tokens of a die are delivered', (view) =>
            hasTwoOfADie(contexts(view).flatMap(({ rows }) => rows)),
          ),
        ]
      : []),
  ];
}

/** Some of these are different tokens of one die: each has a scale of its own. */
function hasTwoOfADie(rows: readonly Copy[]): boolean {
  return rows.some((one) =>
    rows.some(
      (other) =>
        one.payload?.of === 'token' &&
        other.payload?.of === 'token' &&
        one.source === other.source &&
        one.token !== other.token,
    ),
  );
}

/** A window in which a result of a token was written after one with a later slot. */
function isWrittenOutOfOrder({ cells }: WindowContext): boolean {
  const results = Object.values(cells).flatMap((cell) =>
    cell.kind === 'slot' && cell.copy.of === 'combine' ? [cell] : [],
  );
  return results.some((one) =>
    results.some(
      (other) =>
        one.copy.source === other.copy.source &&
        one.copy.token === other.copy.token &&
        one.copy.choice < other.copy.choice &&
        one.arrival > other.arrival,
    ),
  );
}

/** An operator that has read a result of a token, and not yet one with an earlier slot: they lie in different windows. */
function isReadOutOfOrder({ found }: OperatorContext): boolean {
  return found.some(
    ({ copy: { token, choice } }) =>
      choice > 0 && !found.some(({ copy }) => copy.token === token && copy.choice === choice - 1),
  );
}

/** What the numbers should be: by the right arithmetic, and in real numbers. */
class Oracle {
  private readonly known = new Map<string, unknown>();
  private readonly right: Computed;

  constructor(private readonly numbers: Numbers) {
    this.right = new Computed(new Int8Arithmetic(), numbers);
  }

  /** How much of Q2 the levels of a token that has been delivered leave. */
  tokenMargin({ payload, ...copy }: Copy): number {
    // A row that carries nothing has lost its token.
    if (payload === undefined) return Number.NEGATIVE_INFINITY;
    if (payload.of !== 'token') return UNTOUCHED;
    const { values } = tokenRow(this.numbers, copy);
    const { levels, scales } = this.right.received(payload.bytes);
    const bound = this.right.received(this.right.tokenBytes(copy)).errors[0]!;
    return marginOf(
      values,
      (k) => levels[k]! * scales[0]!,
      () => bound,
    );
  }

  /** How much of the chain of bounds an expert's result leaves. */
  resultMargin({ payload, ...copy }: Copy): number {
    if (payload?.of !== 'result') return UNTOUCHED;
    const { real, bound } = this.result(copy);
    const found = bf16From(payload.bytes);
    return marginOf(
      real,
      (k) => found[k]!,
      (k) => bound[k]!,
    );
  }

  /** How much of the bound of combine the sum of a token leaves. */
  sumMargin(id: TokenId, { experts, output }: CombinedToken): number {
    // A sum of nothing has lost all of its results.
    if (experts.length === 0) return Number.NEGATIVE_INFINITY;
    const weights = gateWeights(this.numbers, id, experts);
    const results = experts.map((expert) => this.result({ ...id, expert }));
    const real = results[0]!.real.map((_, k) =>
      results.reduce((sum, result, slot) => sum + weights[slot]! * result.real[k]!, 0),
    );
    const { bound } = this.right.arithmetic.combine(
      results.map((result, slot) => ({
        slot,
        row: result.right,
        weight: weights[slot]!,
        bound: result.bound,
      })),
    );
    const found = bf16From(output);
    return marginOf(
      real,
      (k) => found[k]!,
      (k) => bound[k]!,
    );
  }

  /** Whether the sum of a token is that of its experts' results, by slot. */
  isRight(id: TokenId, { experts, output }: CombinedToken): boolean {
    const { item, source, token } = id;
    const due = this.remembered(['sum', item, source, token, experts], () => {
      const results = experts.map((expert, choice) => ({
        choice,
        bytes: bf16Bytes(this.result({ ...id, expert }).right),
      }));
      return bf16Bytes(this.right.sum(id, experts, results).output);
    });
    return output === due;
  }

  /** An expert's result for a token in real numbers, and the right one with its bound. */
  private result({ item, source, token, expert }: TokenId & Pick<Copy, 'expert'>) {
    const id = { item, source, token };
    return this.remembered(['result', item, source, token, expert], () => {
      const { output, bound } = this.right.result(expert, this.right.tokenBytes(id));
      const real = realExpert(tokenRow(this.numbers, id), weightsOf(this.numbers, expert)).output;
      return { real, bound, right: rowOf(output, 0) };
    });
  }

  private remembered<T>(key: unknown, compute: () => T): T {
    const text = JSON.stringify(key);
    if (!this.known.has(text)) this.known.set(text, compute());
    return this.known.get(text) as T;
  }
}

/** What is left of a bound where least is, as a share of it; negative where it is exceeded. */
function marginOf(
  real: ArrayLike<number>,
  found: (k: number) => number,
  bound: (k: number) => number,
): number {
  let least = UNTOUCHED;
  for (let k = 0; k < real.length; k++) {
    const margin = 1 - Math.abs(found(k) - real[k]!) / bound(k);
    if (!(margin >= least)) least = Number.isNaN(margin) ? Number.NEGATIVE_INFINITY : margin;
  }
  return least;
}
