-- Polling a bot of MAX is a wish of the project, so that it can be told before there is a token; and what a chat was looked at for, so that
-- another chat or link in the project makes the bot look again.
alter table bots drop column long_polling, drop column checks;
alter table messengers add column long_polling boolean not null default false;
alter table messengers add column looked_for text;
