import { useEffect } from 'preact/hooks';

/** The title of the window follows the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · cloudmatrix-check`;
  }, [title]);
}
