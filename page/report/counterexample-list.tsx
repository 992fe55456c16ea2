import type { Report } from '../../src/report/page/report-data.js';
import { parametersText } from '../text.js';
import { hrefOf } from '../route.js';
import { headOf } from '../counterexample/name.js';
import { WhyBox } from '../counterexample/why-box.js';
import { Command } from '../common/command.js';

/** So many are explained on the first page; the others are named. */
const EXPLAINED_MAX = 3;

/** What is violated, each with its reason. */
export function CounterexampleList({ report: { counterexamples } }: { readonly report: Report }) {
  const explained = counterexamples.slice(0, EXPLAINED_MAX);
  const others = counterexamples.slice(EXPLAINED_MAX);
  return (
    <>
      {explained.map((each) => (
        <WhyBox
          key={each.id}
          counterexample={each}
          heading={
            <h2>
              <a href={hrefOf(['x', each.id])}>
                {each.explanation.property} in {whereOf(each)}
              </a>{' '}
              <span class="muted">{headOf(each.explanation)}</span>
            </h2>
          }
          footer={
            <p>
              <a href={hrefOf(['x', each.id])}>Step through it</a>
              {each.again !== undefined && (
                <>
                  {' · '}
                  <Command text={each.again} />
                </>
              )}
            </p>
          }
        />
      ))}
      {others.length > 0 && (
        <>
          <h2>Other counterexamples</h2>
          <ul>
            {others.map((each) => (
              <li key={each.id}>
                <a href={hrefOf(['x', each.id])}>
                  {each.explanation.property} in {whereOf(each)}
                </a>{' '}
                <span class="muted">{headOf(each.explanation)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function whereOf({ explanation, parameters, design }: Report['counterexamples'][number]): string {
  if (design !== undefined) return design.join(', ');
  const named = parametersText(parameters);
  return named === '' ? explanation.network : `${explanation.network}, ${named}`;
}
