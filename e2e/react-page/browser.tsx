import { StrictMode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { Site, type SiteProps } from './site.tsx';

declare global {
  interface Window {
    readonly site: SiteProps;
    root?: Root;
  }
}

const container = document.getElementById('root') ?? document.body;
const site = (
  <StrictMode>
    <Site {...window.site} />
  </StrictMode>
);
if (container.hasChildNodes()) window.root = hydrateRoot(container, site);
else {
  window.root = createRoot(container);
  window.root.render(site);
}
