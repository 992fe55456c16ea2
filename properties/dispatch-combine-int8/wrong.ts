import type { Numbers } from '../../machines/moe/drawn-numbers.js';
import type { CombinedToken } from '../../machines/moe/numbers.js';
import { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { sums } from '../../machines/moe/combine-plan.js';
import type { OperatorContext, Sum } from '../../machines/moe/fused-operator.js';
import { bf16Bytes } from '../../src/cloudmatrix/int8/message.js';
import { int8Faults } from '../../src/cloudmatrix/int8/wrong/arithmetics.js';
import { Computed } from './computed.js';

/** The network's numbers by a wrong arithmetic of the suite int8. */
export const wronglyComputed = (id: string, numbers: Numbers): Computed =>
  new Computed(new (int8Faults[id]!.changed(Int8Arithmetic))(), numbers);

/** What FusedCombine of a die hands over, with sums by a wrong arithmetic. */
export function wrongSums(id: string, context: OperatorContext): Sum[] {
  const { die, item, found, numbers } = context;
  if (numbers === null) return sums(context);
  const computed = wronglyComputed(id, numbers);
  return sums(context).map((sum) => {
    const { token, experts } = sum.output!;
    const arrived = found
      .map(({ copy }) => copy)
      .filter((copy) => copy.token === token)
      .map(({ choice, payload }) => ({ choice, bytes: payload?.of === 'result' ? payload.bytes : '' }));
    const { output } = computed.sum({ item, source: die, token }, experts, arrived);
    return { ...sum, output: { token, experts, output: bf16Bytes(output) } satisfies CombinedToken };
  });
}
