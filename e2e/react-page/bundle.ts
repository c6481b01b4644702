import { join } from 'node:path';
import { build } from 'vite';

/** The page's script, with React as developers run it, complaints and all, or as visitors get it. */
export async function bundleSite(mode: 'development' | 'production'): Promise<string> {
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    mode,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', development: mode === 'development' } },
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      write: false,
      minify: mode === 'production',
      lib: { entry: join(import.meta.dirname, 'browser.tsx'), formats: ['iife'], name: 'site' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const chunk = bundle !== undefined && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk === undefined) throw new Error('the page was not bundled');
  return chunk.code;
}
