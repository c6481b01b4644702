-- Calls that look for goals at an ad system and make them.
alter table attempts drop constraint attempts_purpose_check;
alter table attempts add constraint attempts_purpose_check
  check (purpose in ('send', 'look_up', 'verdict', 'test', 'token', 'goals'));
