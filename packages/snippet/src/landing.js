/**
 * The script for landing pages: tells the server of the visit, and gives the page's links to the bot or chat the code of it. Whatever
 * goes wrong, the page stays as it was. docs/en/snippet.md says what pages can rely on.
 */
(() => {
  const { base, link, asked, counter, goal, chat, chats, plain } = OTKUDA_SETTINGS;
  const answerMs = 5_000;
  /** A script that sets an address back at once each time would otherwise go on for ever; one that does so now and then may. */
  const rewritesPerSecondMax = 20;
  const keepMs = 30 * 86_400_000;

  window.otkuda ??= { ready: Promise.resolve(plain), links: Object.create(null), given: new Set() };
  const { otkuda } = window;
  const name = link ?? asked;
  const isFirst = Object.keys(otkuda.links).length === 0;
  // The same snippet again: put in twice, or mounted again by a framework.
  if (name in otkuda.links) return;
  if (link === null) {
    // biome-ignore lint/suspicious/noConsole: it is how the owner of the page gets to know
    console.warn(`Otkuda: there is no tracking link ${JSON.stringify(asked)}, so this visit is not counted.`);
    otkuda.links[name] = Promise.resolve(plain);
    return;
  }

  const own = new Set(chats.map(keyOf).filter((key) => key !== null));
  const address = /(?:https?:)?\/\/(?:t|telegram|max)\.(?:me|dog|ru)\/[^\s"'<>)\\]+|tg:\/\/[^\s"'<>)\\]+/gi;
  const attributes = ['href', 'onclick', 'data-href', 'data-url', 'data-link'];
  const selector = attributes.map((attribute) => `[${attribute}]`).join();
  /** When, in the last second. @type {WeakMap<Element, readonly number[]>} */
  const rewrites = new WeakMap();
  /** This press has been told of. */
  let isTold = false;
  /** @type {{ to: string, app: string | null, click: string } | null} */
  let visit = null;
  /** Ids that the server knows of. */
  let told = '';

  otkuda.links[name] = prerendered()
    .then(tell)
    .then(begin)
    .catch(() => plain);
  if (isFirst) otkuda.ready = otkuda.links[name];
  for (const kind of ['click', 'auxclick', 'contextmenu']) {
    document.addEventListener(kind, (event) => guarded(() => pressed(event)), true);
  }
  if (counter !== null) askMetrica(0);

  /** @param {() => void} work */
  function guarded(work) {
    try {
      work();
    } catch {}
  }

  /** A page that a browser prepares ahead may never be seen. */
  function prerendered() {
    return new Promise((resolve) => {
      if (document.prerendering) document.addEventListener('prerenderingchange', resolve, { once: true });
      else resolve(undefined);
    });
  }

  /** Tells of the visit; gives the answer. */
  async function tell() {
    const ids = readIds();
    told = JSON.stringify(ids);
    const { url, referrer } = comingFrom();
    const response = await fetch(`${base}/s/visit`, {
      method: 'POST',
      // Text needs no question before the request.
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ link, url, referrer, chat, ids }),
      credentials: 'omit',
      keepalive: true,
      signal: AbortSignal.timeout?.(answerMs),
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  /** @param {{ to: string | null, app: string | null, click: string | null }} answer */
  function begin({ to, app, click }) {
    if (to === null || click === null) return to ?? plain;
    visit = { to, app, click };
    otkuda.given.add(to).add(app ?? to);
    guarded(rewriteOpened);
    onceDrawn(() => {
      rewriteAll(document);
      new MutationObserver((changes) => guarded(() => changes.forEach(rewriteChanged))).observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: attributes,
      });
    });
    return to;
  }

  /**
   * A framework that takes over a server's markup compares it with its own, and complains of what it did not write. Who presses
   * before has the code all the same.
   * @param {() => void} work
   */
  function onceDrawn(work) {
    const whenIdle = () => {
      // Safari has no idle time to ask for.
      if ('requestIdleCallback' in window) requestIdleCallback(() => guarded(work), { timeout: 2_000 });
      else setTimeout(() => guarded(work), 200);
    };
    if (document.readyState === 'complete') whenIdle();
    else window.addEventListener('load', whenIdle, { once: true });
  }

  /**
   * What a link leads to, so that `https://t.me/Bot?start=x`, `tg://resolve?domain=bot` and `telegram.me/bot` are one; null: to no bot or chat.
   * @param {string} text
   */
  function keyOf(text) {
    let url;
    try {
      url = new URL(text, 'https://t.me');
    } catch {
      return null;
    }
    const parameters = url.searchParams;
    // A Mini App or a group takes no start code.
    if (['startapp', 'startgroup', 'startchannel'].some((parameter) => parameters.has(parameter))) return null;
    if (url.protocol === 'tg:') {
      const domain = parameters.get('domain');
      const invite = parameters.get('invite');
      return domain !== null ? `t ${domain.toLowerCase()}` : invite !== null ? `t +${invite}` : null;
    }
    const isMax = url.hostname === 'max.ru';
    if (!isMax && !['t.me', 'telegram.me', 'telegram.dog'].includes(url.hostname)) return null;
    const path = url.pathname.slice(1).replace(/\/$/, '');
    const invite = /^(?:joinchat\/|join\/|\+)([\w-]+)$/.exec(path);
    if (invite !== null) return `${isMax ? 'm' : 't'} +${invite[1]}`;
    return /^\w+$/.test(path) ? `${isMax ? 'm' : 't'} ${path.toLowerCase()}` : null;
  }

  /**
   * The address to go to instead; the same where the link is none of ours, or has a code from another snippet of the page already.
   * @param {string} text
   */
  function rewritten(text) {
    const key = keyOf(text);
    if (visit === null || key === null || !own.has(key) || otkuda.given.has(text)) return text;
    return text.startsWith('tg:') ? (visit.app ?? visit.to) : visit.to;
  }

  /**
   * @param {Element} element
   * @param {boolean} isPressed It has to have the code now.
   */
  function rewrite(element, isPressed = false) {
    for (const attribute of attributes) {
      const value = element.getAttribute(attribute);
      if (value === null) continue;
      const wanted = value.replace(address, rewritten);
      if (wanted === value) continue;
      const now = Date.now();
      const recent = (rewrites.get(element) ?? []).filter((at) => now - at < 1_000);
      if (recent.length === rewritesPerSecondMax && !isPressed) return;
      rewrites.set(element, [...recent, now].slice(-rewritesPerSecondMax));
      element.setAttribute(attribute, wanted);
    }
  }

  /** @param {ParentNode} root */
  function rewriteAll(root) {
    for (const element of root.querySelectorAll(selector)) rewrite(element);
  }

  /** @param {MutationRecord} change */
  function rewriteChanged({ type, target, addedNodes }) {
    if (type === 'attributes') return rewrite(/** @type {Element} */ (target));
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      rewrite(node);
      rewriteAll(node);
    }
  }

  /** Links that scripts follow by themselves: `window.open`, and `location.href` where the browser lets one see it. */
  function rewriteOpened() {
    const { open } = window;
    window.open = (url, ...rest) => open.call(window, url === undefined ? url : followed(String(url)), ...rest);
    window.navigation?.addEventListener('navigate', (event) => {
      const { destination } = /** @type {Event & { destination: { url: string } }} */ (event);
      if (!event.cancelable || rewritten(destination.url) === destination.url) return;
      event.preventDefault();
      location.href = followed(destination.url);
    });
  }

  /** @param {string} text */
  function followed(text) {
    const to = rewritten(text);
    if (to !== text) guarded(press);
    return to;
  }

  /** @param {Event} event */
  function pressed(event) {
    // A visitor's own press is a new one; a click that a script makes of it is not.
    if (event.isTrusted) isTold = false;
    const elements = event.composedPath().filter((node) => node instanceof Element);
    for (const element of elements) rewrite(element, true);
    if (event.type !== 'contextmenu' && elements.some(leadsOn)) press();
  }

  /** @param {Element} element */
  function leadsOn(element) {
    return attributes.some((attribute) =>
      (element.getAttribute(attribute)?.match(address) ?? []).some(
        (found) =>
          found === visit?.to || found === visit?.app || (!otkuda.given.has(found) && own.has(keyOf(found) ?? '')),
      ),
    );
  }

  /** Once for each press: what handles it may open the link's address itself. */
  function press() {
    if (isTold) return;
    isTold = true;
    if (counter !== null && goal !== null) window.ym?.(Number(counter), 'reachGoal', goal);
    learn({}, true);
  }

  /**
   * Ids that other scripts of the page have made by now.
   * @param {Record<string, string>} found
   * @param {boolean} press The visitor goes on to the messenger.
   */
  function learn(found, press) {
    if (visit === null) return;
    const ids = { ...readIds(), ...found };
    const text = JSON.stringify(ids);
    if (text === told && !press) return;
    told = text;
    navigator.sendBeacon(`${base}/s/ids`, JSON.stringify({ link, click: visit.click, ids, press }));
  }

  /**
   * Metrica's script may come after this one, or never.
   * @param {number} times
   */
  function askMetrica(times) {
    if (window.ym === undefined) {
      if (times < 20) setTimeout(() => askMetrica(times + 1), 250 * (times + 1));
      return;
    }
    guarded(() =>
      window.ym?.(Number(counter), 'getClientID', (/** @type {unknown} */ clientId) => {
        void otkuda.links[name]?.then(() => guarded(() => learn({ _ym_uid: String(clientId) }, false)));
      }),
    );
  }

  /** What ad systems have left in the browser: cookies, and the click id that Telegram's pixel keeps. */
  function readIds() {
    /** @type {Record<string, string>} */
    const ids = {};
    guarded(() => {
      for (const cookie of document.cookie.split('; ')) {
        const [, key = '', value = ''] =
          /^(_ym_uid|_ga(?:_\w{1,20})?|_gcl_aw|_fbc|_fbp|_ttp|tgclid)=(.+)$/.exec(cookie) ?? [];
        if (key !== '') ids[key] = value;
      }
    });
    guarded(() => {
      const tgclid = localStorage.getItem('tgclid');
      if (tgclid !== null) ids.tgclid ??= tgclid;
    });
    return ids;
  }

  /**
   * The page the visitor came to first, where this one has no marks of its own: they read on, and press on another page. For 30 days.
   * @returns {{ url: string, referrer: string }}
   */
  function comingFrom() {
    const here = { url: location.href, referrer: document.referrer };
    const marked = /[?&](?:utm_\w+|gad_\w+|\w*(?:clid|clkid|click_?id|braid|subid))=/i;
    try {
      if (marked.test(location.search)) localStorage.setItem('otkuda', JSON.stringify({ ...here, at: Date.now() }));
      const { at, ...kept } = JSON.parse(localStorage.getItem('otkuda') ?? '{"at":0}');
      return Date.now() - at < keepMs ? kept : here;
    } catch {
      return here;
    }
  }
})();
