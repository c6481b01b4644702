import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { Site, type SiteProps } from './site.tsx';

/** The page's markup as a server sends it, to be hydrated. */
export function renderSite(props: SiteProps): string {
  return renderToString(
    <StrictMode>
      <Site {...props} />
    </StrictMode>,
  );
}
