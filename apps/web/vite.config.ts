import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// In development the pages come from here and the data from a running server: by default the one that `npm start` runs.
const server = process.env.OTKUDA_URL ?? 'http://127.0.0.1:3000';
const token = process.env.OTKUDA_ADMIN_TOKEN;

export default defineConfig({
  root: import.meta.dirname,
  // The server may stand under a path behind a proxy: the page is told by its <base>, everything else is relative to the page.
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Strict content security: nothing is inlined as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
  },
  server: {
    proxy: {
      '/api': {
        target: server,
        headers: { origin: server, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      },
    },
  },
});
