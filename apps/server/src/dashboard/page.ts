/** The policy of the dashboard's page: nothing but its own files; styles that its scripts make carry the nonce of this answer. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page as it is sent: it is told the nonce, and the path under which a proxy serves it. */
export function pageWith(html: string, nonce: string, publicUrl: string): string {
  const base = new URL(publicUrl).pathname.replace(/\/?$/, '/');
  return html
    .replace('<base href="/">', `<base href="${base}">`)
    .replace('<meta name="csp-nonce" content="">', `<meta name="csp-nonce" content="${nonce}">`);
}
