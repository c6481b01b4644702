import type { Text } from './text.ts';

/**
 * Why a conversion, a destination or a call is where it is. The only list: columns `reason` and `state_reason`, attempts and the
 * dashboard name a reason by its key, and the texts say what to do about it.
 */

/** Ends of a conversion: skipped, expired, failed, uncertain. */
export const conversionReasons = {
  window: {
    ru: 'Срок для целей этого перехода прошёл. Если сделки идут дольше, увеличьте срок в настройках подключения.',
    en: 'The window for goals of this click had passed. If your deals take longer, widen the window of the destination.',
  },
  no_identifier: {
    ru: 'У перехода нет идентификатора, который принимает эта рекламная система. Проверьте, что ссылка в объявлении сохраняет метки клика.',
    en: 'The click has no identifier that this ad system takes. Check that the link in the ad keeps the click ids.',
  },
  sandbox: {
    ru: 'Событие пришло с тестовым ключом: рекламной системе оно не передаётся. Для настоящих событий возьмите рабочий ключ.',
    en: 'The event came with a sandbox key and is not told to ad systems. Use a production key for real events.',
  },
  erased: {
    ru: 'Данные этого человека удалены по его или вашей просьбе: рекламной системе о нём больше не сообщается.',
    en: "This person's data were erased: ad systems are told nothing of them any more.",
  },
  target_empty: {
    ru: 'Название цели пустое. Укажите идентификатор цели.',
    en: 'The name of the goal is empty. Give the identifier of the goal.',
  },
  target_characters: {
    ru: 'В идентификаторе цели есть знаки, которые рекламная система не принимает: / \\ & # ? = ". Переименуйте цель и здесь, и там.',
    en: 'The identifier of the goal has characters that the ad system does not take: / \\ & # ? = ". Rename the goal on both sides.',
  },
  deadline: {
    ru: 'Событие прождало дольше, чем рекламная система принимает: подключение стояло или система была недоступна. Передать его уже нельзя.',
    en: 'The event waited longer than the ad system takes: the destination was stopped or out of reach. It cannot be told any more.',
  },
  goal_not_found: {
    ru: 'В счётчике нет такой цели. Создайте цель «JavaScript-событие» с точно таким идентификатором и условием «совпадает» и отправьте снова.',
    en: 'The counter has no such goal. Make a goal of type "JavaScript event" with exactly this identifier and the condition "matches", then send again.',
  },
  user_not_found: {
    ru: 'Рекламная система не нашла визита этого посетителя за последние 21 день. Повторять бесполезно; проверьте, что счётчик стоит на посадочной странице.',
    en: 'The ad system found no visit of this visitor in the last 21 days. Sending again is no use; check that the counter is on the landing page.',
  },
  not_matched: {
    ru: 'Рекламная система не связала это событие с визитом и не назвала причины. Проверьте идентификатор цели и счётчик.',
    en: 'The ad system linked this event to no visit and gave no reason. Check the identifier of the goal and the counter.',
  },
  target_unknown: {
    ru: 'Для этой цели в настройках подключения нет соответствия. Добавьте её в настройки и отправьте снова.',
    en: 'The settings of the destination have nothing for this goal. Add it to the settings, then send again.',
  },
  target_latin: {
    ru: 'Эта рекламная система принимает названия целей только из латинских букв и цифр, без пробелов и подчёркиваний. Переименуйте цель и здесь, и там.',
    en: 'This ad system takes names of goals of Latin letters and digits only, without spaces and underscores. Rename the goal on both sides.',
  },
  target_too_long: {
    ru: 'Название события длиннее, чем принимает рекламная система. Сократите его.',
    en: 'The name of the event is longer than the ad system takes. Shorten it.',
  },
  value_missing: {
    ru: 'Покупку эта рекламная система принимает только с суммой. Передавайте сумму в событии или назначьте ему другую цель.',
    en: 'This ad system takes a purchase only with an amount. Send the amount with the event, or give the event another goal.',
  },
  event_too_old: {
    ru: 'Событие старше, чем принимает рекламная система. Передать его уже нельзя.',
    en: 'The event is older than the ad system takes. It cannot be told any more.',
  },
  click_id_invalid: {
    ru: 'Рекламная система не узнала идентификатор клика. Проверьте, что ссылка в объявлении и переадресации не меняют его.',
    en: 'The ad system does not know the click id. Check that neither the link in the ad nor a redirect changes it.',
  },
  click_of_other_account: {
    ru: 'Клик сделан по объявлению другого аккаунта Google Ads. Укажите в подключении аккаунт, из которого идёт реклама.',
    en: 'The click belongs to an ad of another Google Ads account. Give the account that the ads run in.',
  },
  click_id_not_for_action: {
    ru: 'Действие-конверсия считает одну конверсию на клик и не принимает клики с iOS. Поставьте в его настройках «Каждая конверсия».',
    en: 'The conversion action counts one conversion per click and does not take clicks from iOS. Set it to count every conversion.',
  },
  consent_missing: {
    ru: 'Нет согласия на использование данных для рекламы. Проверьте согласие в настройках подключения и аккаунта Google Ads.',
    en: 'There is no consent to use the data for ads. Check the consent in the settings of the destination and of the Google Ads account.',
  },
  gave_up: {
    ru: 'Все попытки передать событие не удались, а позже оно уже не имеет смысла; ответы показаны рядом. Отправьте снова, когда рекламная система заработает.',
    en: 'Every try to tell the event failed, and later it would mean nothing any more; the answers are shown beside it. Send it again once the ad system works.',
  },
  no_refunds: {
    ru: 'Эта рекламная система не знает возвратов: деньги по этой цели там останутся засчитанными.',
    en: 'This ad system knows no refunds: the money of this goal stays counted there.',
  },
  left_early: {
    ru: 'Человек ушёл раньше срока, за который засчитывается цель «остался».',
    en: 'The person left before the time after which the goal "stayed" counts.',
  },
  refused_by_platform: {
    ru: 'Рекламная система отказалась принять это событие; её ответ показан рядом. Исправьте причину и отправьте снова.',
    en: 'The ad system refused this event; its answer is shown beside it. Fix the cause and send again.',
  },
  maybe_twice: {
    ru: 'Ответ на первую попытку потерялся, поэтому событие передано ещё раз и принято. Рекламная система могла посчитать его дважды: она не различает повторов.',
    en: 'The answer to the first try was lost, so the event was sent once more and taken. The ad system may have counted it twice: it does not tell repeats.',
  },
  answer_lost: {
    ru: 'Ответ рекламной системы потерялся, и узнать, дошло ли событие, не удалось. Сверьте с её отчётом, прежде чем отправлять снова.',
    en: 'The answer of the ad system was lost, and there is no way to learn whether the event arrived. Compare with its report before you send it again.',
  },
} as const satisfies Readonly<Record<string, Text>>;
export type ConversionReason = keyof typeof conversionReasons;

/** Why a destination waits for its owner. */
export const ownerReasons = {
  token_invalid: {
    ru: 'Рекламная система не принимает токен: он истёк или отозван. Подключите её заново.',
    en: 'The ad system does not take the token: it has expired or was revoked. Connect it again.',
  },
  access_denied: {
    ru: 'У владельца токена нет права редактировать этот счётчик. Выдайте право или подключите под другим логином.',
    en: 'The owner of the token may not edit this counter. Grant the right or connect with another login.',
  },
  counter_not_found: {
    ru: 'Такого счётчика нет или он удалён. Проверьте номер счётчика.',
    en: 'There is no such counter, or it was deleted. Check the number of the counter.',
  },
  address_not_public: {
    ru: 'Адрес ведёт во внутреннюю сеть: туда сервер не обращается. Укажите адрес в интернете; разрешить внутренние адреса может администратор сервера (OTKUDA_ALLOW_PRIVATE_TARGETS).',
    en: 'The address leads into a private network, where this server does not go. Give a public one; the operator of the server can allow private ones (OTKUDA_ALLOW_PRIVATE_TARGETS).',
  },
  address_denies: {
    ru: 'По этому адресу нас не пускают. Проверьте ключ в адресе или в заголовках.',
    en: 'The address does not let us in. Check the key in the address or in the headers.',
  },
  address_gone: {
    ru: 'Получатель ответил, что этот адрес больше не нужен (410). Укажите новый адрес или удалите подключение.',
    en: 'The receiver answered that this address is no longer wanted (410). Give a new address or delete the destination.',
  },
  access_missing: {
    ru: 'У владельца токена нет доступа к этому аккаунту. Выдайте доступ в рекламном кабинете или подключите под другим пользователем.',
    en: 'The owner of the token has no access to this account. Grant it in the ad system, or connect as somebody else.',
  },
  dataset_not_found: {
    ru: 'Такого набора данных (пикселя) нет, или у токена нет к нему доступа. Проверьте номер в Events Manager и создайте токен в настройках этого набора.',
    en: 'There is no such dataset (pixel), or the token may not use it. Check its number in Events Manager and generate the token in the settings of that dataset.',
  },
  api_version_retired: {
    ru: 'Эта версия API рекламной системы отключена. Укажите в настройках подключения более новую или оставьте поле пустым.',
    en: 'This version of the API has been switched off. Give a newer one in the settings, or leave the field empty.',
  },
  api_disabled: {
    ru: 'В проекте Google Cloud не включён Data Manager API. Откройте console.cloud.google.com → APIs & Services и включите его.',
    en: 'The Data Manager API is not enabled in the Google Cloud project. Open console.cloud.google.com → APIs & Services and enable it.',
  },
  oauth_client_wrong: {
    ru: 'Рекламная система не узнаёт OAuth-клиента. Проверьте Client ID и Client secret.',
    en: 'The ad system does not know the OAuth client. Check client ID and client secret.',
  },
  scope_missing: {
    ru: 'Токен выдан без нужных прав. Подключите рекламную систему заново с правами, названными в инструкции: Data Manager API (datamanager) у Google, metrika:offline_data у Яндекса.',
    en: 'The token was granted without the rights it takes. Connect the ad system again with those the guide names: the Data Manager API (datamanager) at Google, metrika:offline_data at Yandex.',
  },
  account_mismatch: {
    ru: 'Аккаунт Google Ads не найден, или управляющий аккаунт им не управляет. Проверьте оба номера.',
    en: 'There is no such Google Ads account, or the manager account does not manage it. Check both numbers.',
  },
  conversion_action_wrong: {
    ru: 'Google не знает одного из действий-конверсий, или его тип не «Импорт из кликов». Проверьте номера в настройках подключения.',
    en: 'Google does not know one of the conversion actions, or its type is not "import from clicks". Check the ids in the settings.',
  },
  terms_not_signed: {
    ru: 'Google ждёт, что владелец рекламного аккаунта примет условия или заполнит декларацию. Откройте аккаунт Google Ads: он подскажет, что подписать.',
    en: 'Google waits for the owner of the ads account to accept terms or a declaration. Open the Google Ads account: it says what to sign.',
  },
  not_connected: {
    ru: 'Доступ ещё не выдан. Войдите в рекламную систему из настроек подключения.',
    en: 'Access has not been given yet. Sign in at the ad system from the settings of the destination.',
  },
  token_expires: {
    ru: 'Через две недели или раньше закончится срок токена. Подключите рекламную систему заново, чтобы события не остановились.',
    en: 'The token ends in two weeks or sooner. Connect the ad system again, so that events do not stop.',
  },
  settings_unreadable: {
    ru: 'Настройки подключения не читаются: они неполны или зашифрованы другим ключом. Введите их заново.',
    en: 'The settings of the destination cannot be read: they are incomplete or encrypted with another key. Enter them again.',
  },
} as const satisfies Readonly<Record<string, Text>>;
export type OwnerReason = keyof typeof ownerReasons;

/** Why signing in at a platform came to nothing, where the person at the browser decided it. */
export const signInReasons = {
  access_denied_by_person: {
    ru: 'Доступ не был выдан: на странице рекламной системы нажали «Отменить» или закрыли её.',
    en: 'Access was not given: somebody cancelled on the page of the ad system.',
  },
} as const satisfies Readonly<Record<string, Text>>;
export type SignInReason = keyof typeof signInReasons;

/** Why a call has to be made again; nothing for the owner to do but to know. */
export const callReasons = {
  unreachable: {
    ru: 'Связаться с рекламной системой не удалось; отправим снова.',
    en: 'The ad system could not be reached; it will be sent again.',
  },
  no_answer: {
    ru: 'Рекламная система не ответила. Сначала узнаем, дошло ли отправленное, и отправим снова, если нет.',
    en: 'The ad system did not answer. We ask first whether it arrived, and send again if it did not.',
  },
  answer_unreadable: {
    ru: 'Ответ рекламной системы не читается. Сначала узнаем, дошло ли отправленное.',
    en: 'The answer of the ad system cannot be read. We ask first whether it arrived.',
  },
  platform_error: {
    ru: 'Ошибка на стороне рекламной системы. Сначала узнаем, дошло ли отправленное, и отправим снова, если нет.',
    en: 'A fault of the ad system. We ask first whether it arrived, and send again if it did not.',
  },
  too_many_requests: {
    ru: 'Рекламная система просит обращаться реже; отправим позже.',
    en: 'The ad system asks for fewer requests; it will be sent later.',
  },
  token_renewed: {
    ru: 'Рекламная система не приняла временный токен; получим новый и отправим снова.',
    en: 'The ad system did not take the temporary token; a new one is fetched, then it is sent again.',
  },
  quota_used_up: {
    ru: 'Суточная квота запросов исчерпана; продолжим после 00:00 по Гринвичу (03:00 МСК).',
    en: 'The daily quota of requests is used up; sending goes on after 00:00 GMT.',
  },
  redirected: {
    ru: 'Адрес перенаправляет на другой, а переходить по таким ссылкам сервер не станет. Укажите конечный адрес; пока отправим снова по этому.',
    en: 'The address redirects to another one, and this server does not follow. Give the final address; until then it is sent to this one again.',
  },
  unexpected_answer: {
    ru: 'Рекламная система ответила не так, как описано в её документации; отправим снова.',
    en: 'The ad system gave an answer that its documentation does not know; it will be sent again.',
  },
} as const satisfies Readonly<Record<string, Text>>;
export type CallReason = keyof typeof callReasons;

export type Reason = ConversionReason | OwnerReason | CallReason;
