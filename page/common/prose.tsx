/** A sentence in which `*these words*` are set apart. */
export function Prose({ text }: { readonly text: string }) {
  return <>{text.split('*').map((part, at) => (at % 2 === 1 ? <strong>{part}</strong> : part))}</>;
}

/** A text with links where it has addresses. */
export function Linked({ href, children }: { readonly href: string; readonly children: string }) {
  return /^https?:\/\//.test(href) ? <a href={href}>{children}</a> : <>{children}</>;
}
