// The request log in the browser. What a stranger sent is only ever put into text nodes; the key stays in this tab.
const texts = {
  ru: {
    title: 'журнал запросов',
    language: 'EN',
    languageLabel: 'English',
    leave: 'Другой ключ',
    keyLabel: 'Ключ API',
    show: 'Показать',
    keyHint:
      'Ключ из адреса, на который бот отправляет запросы. Можно вставить и весь адрес. Страница помнит ключ, пока открыта вкладка.',
    onlyErrors: 'Только ошибки',
    emptyLead: 'Запросов с этим ключом пока нет',
    emptyHint: 'Страница обновляется сама: первый запрос появится здесь через секунду после отправки. Адрес для бота:',
    nothingBad: 'Среди последних запросов ошибок нет',
    end: 'Здесь последние 100 запросов.',
    live: 'обновляется сама',
    lost: 'нет связи с сервером, пробуем снова',
    sandbox: 'тестовый ключ',
    success: '0 · успех',
    failure: (status) => `${status} · ошибка`,
    more: 'Тело и ответ',
    body: (bytes) => `Тело запроса, ${bytes} Б`,
    cut: '… показано не всё',
    noBody: 'Тела нет',
    answer: 'Ответ сервера',
    today: 'Сегодня',
    locale: 'ru-RU',
  },
  en: {
    title: 'request log',
    language: 'RU',
    languageLabel: 'Русский',
    leave: 'Another key',
    keyLabel: 'API key',
    show: 'Show',
    keyHint:
      'The key in the address that the bot sends its calls to. The whole address will do as well. The page remembers the key while this tab is open.',
    onlyErrors: 'Errors only',
    emptyLead: 'No calls with this key yet',
    emptyHint: 'The page keeps itself up to date: the first call shows here within a second. The address for the bot:',
    nothingBad: 'No errors among the latest calls',
    end: 'These are the last 100 calls.',
    live: 'updates by itself',
    lost: 'no connection to the server, trying again',
    sandbox: 'sandbox key',
    success: '0 · success',
    failure: (status) => `${status} · error`,
    more: 'Body and answer',
    body: (bytes) => `Body of the request, ${bytes} B`,
    cut: '… not all of it is shown',
    noBody: 'No body',
    answer: 'Answer of the server',
    today: 'Today',
    locale: 'en-GB',
  },
};

/** Between two looks: every second while something happens, slower after a while of silence, hardly ever in a tab that nobody sees. */
const lookMs = { lively: 1_000, quiet: 3_000, hidden: 30_000 };
const livelyForMs = 5 * 60_000;

const byId = (id) => document.getElementById(id);
const state = {
  key: sessionStorage.getItem('key') ?? '',
  language: localStorage.getItem('language') ?? (navigator.language.startsWith('ru') ? 'ru' : 'en'),
  version: null,
  requests: [],
  project: null,
  opened: new Map(),
  known: new Set(),
  changedAt: Date.now(),
  timer: 0,
  asking: 0,
};
const text = () => texts[state.language];

// A link may bring the key behind a hash, which browsers send to nobody; it is taken out of the address at once.
if (location.hash.length > 1) {
  state.key = keyOf(decodeURIComponent(location.hash.slice(1)));
  history.replaceState(null, '', location.pathname);
}

/** People paste the whole address: the key is the part after `v1/`. */
function keyOf(given) {
  const trimmed = given.trim();
  return /\/v1\/([^/\s]+)/.exec(trimmed)?.[1] ?? trimmed;
}

function element(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

function translate() {
  document.documentElement.lang = state.language;
  document.title = `Откуда · ${text().title}`;
  for (const place of document.querySelectorAll('[data-text]')) place.textContent = text()[place.dataset.text];
  byId('language').textContent = text().language;
  byId('language').setAttribute('aria-label', text().languageLabel);
}

async function look() {
  clearTimeout(state.timer);
  const asking = ++state.asking;
  const { key, language, version } = state;
  let answer = null;
  try {
    const response = await fetch('/last_events/requests', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key, language, version }),
    });
    answer = { status: response.status, body: await response.json() };
  } catch {
    // Neither the server nor its answer is there: the next look will tell.
  }
  // Another key or language was chosen meanwhile: this answer is of no use.
  if (asking !== state.asking) return;
  if (answer?.status === 200) show(answer.body);
  else if (answer !== null && answer.status < 500) return refuse(answer.body.error);
  showLive(answer?.status === 200);
  state.timer = setTimeout(() => void look(), waitMs());
}

function waitMs() {
  if (document.hidden) return lookMs.hidden;
  return Date.now() - state.changedAt < livelyForMs ? lookMs.lively : lookMs.quiet;
}

function refuse(problem) {
  leave();
  byId('problem').textContent = problem;
  byId('problem').hidden = false;
}

function show({ project, version, requests }) {
  sessionStorage.setItem('key', state.key);
  state.project = project;
  state.version = version;
  byId('enter').hidden = true;
  byId('problem').hidden = true;
  byId('log').hidden = false;
  byId('leave').hidden = false;
  if (requests === null) return;
  state.changedAt = Date.now();
  state.requests = requests;
  draw();
}

function showLive(isThere) {
  byId('live').className = isThere ? '' : 'lost';
  byId('live').lastElementChild.textContent = isThere ? text().live : text().lost;
}

function draw() {
  const { project, requests } = state;
  byId('project').textContent = project.mode === 'sandbox' ? `${project.title} · ${text().sandbox}` : project.title;
  const shown = byId('errors').checked ? requests.filter((request) => request.status !== 0) : requests;
  const list = byId('requests');
  const isFirst = state.known.size === 0;
  const items = [];
  let day = new Date().toDateString();
  for (const request of shown) {
    const at = new Date(request.received_at);
    if (at.toDateString() !== day) {
      day = at.toDateString();
      items.push(element('li', 'day', at.toLocaleDateString(text().locale, { day: 'numeric', month: 'long' })));
    }
    items.push(drawRequest(request, at, !isFirst && !state.known.has(request.id)));
  }
  list.replaceChildren(...items);
  for (const request of requests) state.known.add(request.id);
  byId('empty').hidden = shown.length > 0;
  byId('empty').firstElementChild.textContent = requests.length === 0 ? text().emptyLead : text().nothingBad;
  byId('waiting').hidden = requests.length > 0;
  const path = project.platform === 'max' ? '/API/bot-api/v1/' : '/v1/';
  const method = project.platform === 'max' ? 'on_max_webhook' : 'on_telegram_webhook';
  byId('example').textContent = `${location.origin}${path}${state.key}/${method}`;
  byId('end').hidden = requests.length < 100;
}

function drawRequest(request, at, isNew) {
  const item = element('li', `call ${request.tone}${isNew ? ' new' : ''}`);
  const top = element('div', 'top');
  const time = element('time', '', at.toLocaleTimeString(text().locale));
  time.dateTime = request.received_at;
  time.title = at.toString();
  const isGood = request.status === 0;
  const status = isGood ? text().success : text().failure(request.status);
  top.append(time, element('code', '', request.method), element('span', `mark ${isGood ? 'good' : 'bad'}`, status));
  item.append(top, element('p', 'headline', request.headline));
  for (const line of request.lines) item.append(element('p', 'line', line));
  if (request.conversions.length > 0) {
    const goals = element('ul', 'goals');
    goals.append(...request.conversions.map(drawConversion));
    item.append(goals);
  }
  item.append(drawBody(request));
  return item;
}

function drawConversion({ tone, destination, target, state: where, reason, response }) {
  const item = element('li');
  item.append(element('span', '', destination), element('code', '', target), element('span', `mark ${tone}`, where));
  if (reason) item.append(element('span', 'why', reason));
  if (response) item.append(element('code', 'why', response));
  return item;
}

/** An error shows its body at once; what somebody opened or closed stays so. */
function drawBody(request) {
  const details = element('details');
  details.open = state.opened.get(request.id) ?? request.status !== 0;
  details.addEventListener('toggle', () => state.opened.set(request.id, details.open));
  details.append(element('summary', '', text().more));
  const isEmpty = request.body === '';
  details.append(element('h3', '', isEmpty ? text().noBody : text().body(request.body_bytes)));
  if (!isEmpty) details.append(element('pre', '', request.body + (request.body_cut ? `\n${text().cut}` : '')));
  if (request.answer !== null) details.append(element('h3', '', text().answer), element('pre', '', request.answer));
  return details;
}

function forget() {
  state.version = null;
  state.requests = [];
  state.known.clear();
  state.opened.clear();
  state.changedAt = Date.now();
}

function leave() {
  clearTimeout(state.timer);
  state.asking += 1;
  sessionStorage.removeItem('key');
  forget();
  byId('log').hidden = true;
  byId('leave').hidden = true;
  byId('enter').hidden = false;
  byId('key').focus();
}

byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  state.key = keyOf(byId('key').value);
  byId('problem').hidden = true;
  forget();
  void look();
});
byId('leave').addEventListener('click', () => {
  byId('key').value = '';
  leave();
});
byId('language').addEventListener('click', () => {
  state.language = state.language === 'ru' ? 'en' : 'ru';
  localStorage.setItem('language', state.language);
  state.version = null;
  translate();
  if (!byId('log').hidden) void look();
});
byId('errors').addEventListener('change', draw);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !byId('log').hidden) void look();
});

translate();
if (state.key === '') byId('key').focus();
else void look();
