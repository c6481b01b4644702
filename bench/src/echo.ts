import { createServer } from 'node:http';

/** What the bars compare with: `node:http` that reads a body and answers, or redirects, and does nothing else. */
const redirects = process.argv[2] === 'redirect';
const server = createServer((request, response) => {
  if (redirects) {
    response.writeHead(302, { location: 'https://t.me/my_bot?start=PJ00000000000000000000000000000000' });
    response.end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(Buffer.concat(chunks));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`listening on ${typeof address === 'object' ? address?.port : ''}\n`);
});
process.on('SIGTERM', () => process.exit(0));
