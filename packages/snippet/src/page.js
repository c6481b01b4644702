/**
 * The page between a tracking link and the messenger: asks Yandex Metrica who the visitor is, tells the server, opens the app. Nobody
 * waits longer than 800 ms for that, and nothing that fails keeps anybody here.
 */
(() => {
  const { counter, goal, learn, link, click, app, to } = OTKUDA_SETTINGS;
  const waitMs = 800;
  /** An app that opens hides this page; where it is still seen by then, there is none. */
  const appMs = 1200;
  let gone = false;

  const leave = () => {
    if (gone) return;
    gone = true;
    if (app === null) return location.replace(to);
    location.href = app;
    setTimeout(() => {
      if (!document.hidden) location.replace(to);
    }, appMs);
  };

  if (counter === null) return leave();
  setTimeout(leave, waitMs);
  try {
    askMetrica(Number(counter));
  } catch {
    leave();
  }

  /** @param {number} id */
  function askMetrica(id) {
    /** @type {Ym} */
    const queue = (...call) => {
      queue.a = [...(queue.a ?? []), call];
    };
    queue.l = Date.now();
    window.ym ??= queue;
    window.ym(id, 'init', {});
    window.ym(id, 'getClientID', (/** @type {unknown} */ clientId) => {
      const ids = { _ym_uid: String(clientId) };
      navigator.sendBeacon(learn, JSON.stringify({ link, click, ids, press: true }));
      // By now it is Metrica's own function: the queue is not looked at again.
      if (goal === null || window.ym === undefined) leave();
      else window.ym(id, 'reachGoal', goal, {}, leave);
    });
    const tag = document.createElement('script');
    tag.src = 'https://mc.yandex.ru/metrika/tag.js';
    tag.async = true;
    tag.onerror = leave;
    document.head.append(tag);
  }
})();
