import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly title: string;
  /** How it is read. */
  readonly caption: string;
  readonly draw: () => SVGSVGElement | HTMLElement;
  /** What must change for it to be drawn anew. */
  readonly of: unknown;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly children?: ComponentChildren;
}

/** A plot with its caption, and with the same figures as a table. */
export function PlotFigure({ title, caption, draw, of, head, rows, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawn = draw();
    // A picture has one name; labels of its groups are none to a screen reader.
    for (const labelled of drawn.querySelectorAll('[aria-label], [aria-description]')) {
      labelled.removeAttribute('aria-label');
      labelled.removeAttribute('aria-description');
    }
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', `${title}. ${caption}`);
    place.current!.replaceChildren(drawn);
  }, [of]);
  return (
    <figure class="box plot">
      <h2>{title}</h2>
      <p class="muted">{caption}</p>
      <div ref={place} class="drawn" />
      {children}
      <details>
        <summary>As a table</summary>
        <div class="scrolls" role="region" aria-label={`Table of ${title}`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {head.map((name, at) => (
                  <th key={name} scope="col" class={at > 0 ? 'number' : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at} class={typeof cell === 'number' ? 'number' : undefined}>
                      {typeof cell === 'number'
                        ? cell.toLocaleString('en-US', { maximumFractionDigits: 3 })
                        : cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** What all plots have in common. */
export const STYLE = {
  fontFamily: 'inherit',
  fontSize: '12px',
  background: 'none',
  overflow: 'visible',
} as const;
export const WIDTH = 560;

/** Labels beside their lines, moved apart where they would overlap. @param gap least distance, in the unit of `y` */
export function spread<T extends { readonly y: number }>(
  labels: readonly T[],
  gap: number,
): (T & { readonly labelY: number })[] {
  const sorted = labels.toSorted((one, other) => one.y - other.y);
  let lowest = -Infinity;
  return sorted.map((label) => {
    lowest = Math.max(label.y, lowest + gap);
    return { ...label, labelY: lowest };
  });
}
