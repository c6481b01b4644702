import { expect, it } from 'vitest';
import { parseUserList } from './user-list.ts';

it('reads the users a child can be given to', () => {
  const text =
    'root:x:0:0:root:/root:/bin/bash\n# comment\nnobody:*:-2:-2::/:/bin/false\nwww:x:33:34:www:/var/www:/bin/sh\n';

  expect(parseUserList(text)).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'www', uid: 33, gid: 34 },
  ]);
});
