import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';

/**
 * A program of its own, since the package unpacks into the process's temporary folder: the rig gives it one, and takes what is there.
 * The libraries that a bare system lacks come along where the environment looks like AWS Lambda's, which the rig sees to.
 */
chromium.setGraphicsMode = false;
await chromium.executablePath();
// The package's own fontconfig names folders of Lambda; here only its font counts, so that pages look alike on every machine.
const fonts = join(tmpdir(), 'fonts');
await mkdir(join(tmpdir(), 'cache'), { recursive: true });
await writeFile(
  join(fonts, 'fonts.conf'),
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(fonts, 'fonts')}</dir><cachedir>${join(tmpdir(), 'cache')}</cachedir></fontconfig>
`,
);
