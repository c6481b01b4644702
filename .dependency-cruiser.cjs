// Import rules between the rooms of the server. The arrows follow the way of the data: senders → signals → ingest → delivery.
const server = '^apps/server/src/';
const room = (...names) => `${server}(${names.join('|')})/`;
const notTest = '\\.(test|samples)\\.ts$|/testing/|/fixture';

/** Files of one room may only import from the rooms named. */
function only(from, allowed) {
  return {
    name: `${from}-imports-only`,
    severity: 'error',
    comment: `${from}/ may import from: ${[from, ...allowed].join(', ')}`,
    from: { path: room(from), pathNot: notTest },
    to: { path: server, pathNot: [room(from, ...allowed)] },
  };
}

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('domain', []),
    only('senders', ['domain']),
    only('destinations', ['domain']),
    only('database', ['domain']),
    only('secrets', []),
    only('accounts', ['domain', 'database']),
    only('directory', ['destinations', 'domain', 'database']),
    only('ingest', ['directory', 'destinations', 'domain', 'database']),
    only('links', ['directory', 'domain', 'ingest']),
    only('delivery', ['destinations', 'database', 'domain']),
    only('reports', ['domain', 'database']),
    only('api', ['senders', 'destinations', 'directory', 'domain', 'ingest', 'reports', 'database']),
    only('messengers', ['senders', 'directory', 'domain', 'database']),
    only('manage', [
      'accounts',
      'api',
      'directory',
      'destinations',
      'delivery',
      'domain',
      'database',
      'ingest',
      'links',
      'messengers',
      'reports',
      'secrets',
    ]),
    only('maintenance', ['database']),
    only('dashboard', []),
    {
      name: 'pages-import-only-data-of-the-server',
      severity: 'error',
      comment: 'The dashboard talks to the server by its API; only texts that both say are shared.',
      from: { path: '^apps/web/' },
      to: { path: server, pathNot: `${server}destinations/reasons\\.ts$` },
    },
    only('observability', []),
    {
      name: 'senders-know-no-http-or-sql',
      severity: 'error',
      from: { path: room('senders', 'domain', 'destinations'), pathNot: notTest },
      to: { path: 'node_modules/(fastify|pg|kysely|graphile-worker)|^(node:)?(http|https|net|fs)(/|$)' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: notTest },
      to: { path: '/testing/|^simulators/', pathNot: ['^apps/server/src/.*/testing/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/.*/node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
