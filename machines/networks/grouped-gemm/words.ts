import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import { FLAG_SETS_MAX } from '../../../src/cloudmatrix/paper/die.js';
import type { CubeContext } from '../../moe/gemm-cube.js';
import type { VectorContext } from '../../moe/gemm-vector.js';

/** Sentences for the counterexamples of a grouped GEMM: the matrix core, its vector cores, and the experts. */
export const groupedGemmWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => [nameOf(id)],
  describe: {
    step: stepText,
    move: moveText,
    observed: observedText,
    place: (id, [field, expert]) =>
      expert !== undefined && (field === 'products' || field === 'results')
        ? `the ${field === 'products' ? 'product' : 'result'} of expert ${expert} at ${nameOf(id)}`
        : undefined,
  },
  waitsFor,
};

/** `AIV 1` of its core, its rows and its flag. */
const nameOf = (id: string): string => {
  const [kind, vector] = id.split('.');
  return kind === 'aic' ? 'the AIC' : `AIV ${vector}`;
};

const madeOf = (product: unknown): string =>
  product === null ? 'what was there before any product' : `the product of expert ${Number(product)}`;

function stepText(step: Step, before: View): string | undefined {
  if (step.kind === 'stimulus' && step.event.type === 'ROUTE')
    return `dispatch tells which experts have tokens: ${expertsText(step.event.busy)}`;
  if (step.kind !== 'timer') return undefined;
  const id = step.component;
  if (id === 'aic') {
    const { expert } = before.context<CubeContext>(id);
    return `the AIC stores the product of expert ${expert}, and sets the flags`;
  }
  const { expert, product } = before.context<VectorContext>(id);
  return `${nameOf(id)} stores the result of expert ${expert}, made of ${madeOf(product)}`;
}

function expertsText(busy: unknown): string {
  const experts = busy as readonly number[];
  const [first] = experts;
  if (first === undefined) return 'none';
  const isRow = experts.length > 2 && experts.every((expert, at) => expert === first + at);
  return isRow ? `${first} to ${experts.at(-1)}` : experts.join(', ');
}

function moveText(id: string, before: View, after: View): string | undefined {
  if (id !== 'aic' && !id.startsWith('aiv.')) return undefined;
  const [had, has] = [before, after].map((view) => view.context<{ readonly expert: number }>(id).expert);
  const what = id === 'aic' ? 'stores the product' : 'stores the result';
  return has! > had! ? `${nameOf(id)} ${what} of expert ${had}` : undefined;
}

function observedText(id: string, event: { readonly [key: string]: unknown }): string | undefined {
  const { type, expert, product, found, over, busy } = event;
  const again = over === null || over === undefined ? '' : ', over an earlier one';
  switch (type) {
    case 'ROUTED':
      return `tokens for experts ${expertsText(busy)}`;
    case 'PRODUCT_STORED':
      return `the product of expert ${String(product)} is stored for ${nameOf(id)} in the place of expert ${String(expert)}${again}`;
    case 'PRODUCT_READ':
      return `${nameOf(id)} reads the place of expert ${String(expert)}, and finds ${madeOf(found)}`;
    case 'RESULT_STORED':
      return `${nameOf(id)} stores the result of expert ${String(expert)}, made of ${madeOf(product)}${again}`;
    default:
      return undefined;
  }
}

/** A vector core waits for its flag, the matrix core until every flag can count one more set. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (id.startsWith('aiv.') && view.matches(id, 'waiting')) {
    const { expert, flag } = view.context<VectorContext>(id);
    const words = `waits for ${flag}: the product of expert ${expert}`;
    return [{ of: ['aic'], words, given: { to: id, event: { type: 'PASSED' } } }];
  }
  if (id !== 'aic' || !view.matches(id, 'choosing')) return [];
  const { vectors, pending } = view.context<CubeContext>(id);
  return vectors.flatMap(({ core }, vector) =>
    pending[vector]! < FLAG_SETS_MAX
      ? []
      : [
          {
            of: [core],
            words: `waits until ${nameOf(core)} has passed its flag`,
            given: { to: id, event: { type: 'CREDIT', vector } },
          },
        ],
  );
}
