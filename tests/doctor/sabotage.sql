-- Each invariant of the doctor, in its order, and how it is broken. `w` and `p` are of story.sql.

-- one_open_conversation
DROP INDEX one_open;
UPDATE conversation SET status = 'open', closed_at = NULL, closed_by = NULL, contact_id = (SELECT contact FROM p
WHERE name = 'Grace')

-- status_follows
ALTER TABLE conversation DROP CONSTRAINT conversation_status_follows;
UPDATE conversation SET status = 'open'

-- closed_is_at_rest
UPDATE conversation SET handler = 'bot' WHERE status = 'closed'

-- conversation_refers_to_what_exists
UPDATE conversation SET team_id = '00000000-0000-0000-0000-000000000001'

-- load_is_exact
UPDATE agent SET open_count = open_count + 1

-- weight_is_of_work
UPDATE conversation SET weight = 1 WHERE status = 'closed'

-- idle_has_nothing
UPDATE agent SET idle_since = now() WHERE open_count > 0

-- user_has_agent
DELETE FROM agent

-- alias_leads_to_a_contact
INSERT INTO contact_alias SELECT ws, gen_random_uuid(), gen_random_uuid(), now() FROM w;

-- message_has_contact
UPDATE message SET contact_id = '00000000-0000-0000-0000-000000000001', conversation_id = NULL

-- message_in_own_conversation
UPDATE message SET conversation_id = '00000000-0000-0000-0000-000000000001'

-- message_has_channel
UPDATE message SET channel_id = '00000000-0000-0000-0000-000000000001'

-- message_is_stored_once
DROP INDEX message_is_stored_once;
UPDATE message SET external_id = 'one'

-- messages_are_counted
UPDATE conversation SET incoming_count = 7

-- send_is_accounted_for
UPDATE message SET direction = 'out', author = 'user', status = 'queued'

-- outbox_has_message
INSERT INTO outbox (workspace_id, id, message_id, contact_id, channel_id, address, scheme, content, due_at,
created_at, state, tries, last_error) SELECT m.workspace_id, gen_random_uuid(), gen_random_uuid(), m.contact_id,
channel_id, '', '', '{}', now(), now(), 'queued', 0, '' FROM message m

-- sending_has_lease
UPDATE message SET direction = 'out', author = 'user', status = 'queued';
INSERT INTO outbox (workspace_id, id, message_id, contact_id, channel_id, address, scheme, content, due_at,
created_at, state, tries, last_error) SELECT m.workspace_id, gen_random_uuid(), m.id, m.contact_id, channel_id, '',
'', '{}', now(), now(), 'queued', 0, '' FROM message m ;
UPDATE outbox SET state = 'sending'

-- one_send_in_flight
UPDATE message SET direction = 'out', author = 'user', status = 'queued';
INSERT INTO outbox (workspace_id, id, message_id, contact_id, channel_id, address, scheme, content, due_at,
created_at, state, tries, last_error) SELECT m.workspace_id, gen_random_uuid(), m.id, m.contact_id, channel_id, '',
'', '{}', now(), now(), 'queued', 0, '' FROM message m ;
UPDATE outbox SET state = 'sending', lease_until = now(), contact_id = (SELECT contact FROM p LIMIT 1)

-- queue_waits_for_an_agent
UPDATE conversation SET assignee_id = (SELECT ana FROM w)

-- queue_entry_refers_to_what_exists
UPDATE queue_entry SET team_id = '00000000-0000-0000-0000-000000000001'

-- queue_deadline_has_timer
UPDATE queue_entry SET deadline_at = '2100-01-01'

-- no_run_after_closing
UPDATE conversation SET status = 'closed', handler = 'nobody', closed_by = 'user', closed_at = now() + interval '1
minute' WHERE handler = 'bot'

-- live_run_waits
UPDATE run SET waiting = NULL

-- waiting_ends_some_day
UPDATE run SET waiting = waiting - 'until'

-- waiting_has_timer
DELETE FROM timer

-- assignment_is_queued
UPDATE run SET waiting = '{"kind": "assignment"}'

-- one_waiting_question
DROP INDEX one_live_run;
CREATE TEMP TABLE twin ON COMMIT DROP AS TABLE run;
UPDATE twin SET id = gen_random_uuid();
INSERT INTO run TABLE twin

-- run_refers_to_what_exists
UPDATE run SET version_id = '00000000-0000-0000-0000-000000000001'

-- bot_is_at_work
DELETE FROM run;
UPDATE conversation SET handler = 'bot' WHERE closed_at IS NULL

-- calling_has_lease
UPDATE http_call SET state = 'calling'

-- call_has_run
UPDATE http_call SET run_id = '00000000-0000-0000-0000-000000000001'

-- call_is_made_once
INSERT INTO journal (lane, workspace_id, kind, body, received_at) SELECT 1, workspace_id, 'call_result',
convert_to(json_build_object('run_id', run_id, 'visit', visit)::text, 'UTF8'), now() FROM http_call

-- call_is_accounted_for
DELETE FROM http_call

-- visit_has_run
INSERT INTO visit (workspace_id, run_id, number, step_id, kind, input, output, started_at, ended_at) SELECT ws,
gen_random_uuid(), 1, '', '', '{}', '{}', now(), now() FROM w

-- timer_has_subject
UPDATE timer SET subject_id = gen_random_uuid()

-- schedule_is_of_what_is_published
INSERT INTO schedule (workspace_id, workflow_id, after, next_at) SELECT ws, gen_random_uuid(), now(), now() FROM w;

-- tick_adds_up
INSERT INTO schedule_tick (workspace_id, id, workflow_id, due_at, state, reason, due, started, skipped, begun_at, ended_at)
SELECT ws, gen_random_uuid(), gen_random_uuid(), now(), 'done', '', 3, 1, '{"merged": 1}', now(), now() FROM w;

-- snoozed_wakes_up
UPDATE conversation SET status = 'snoozed', snoozed_until = '2100-01-01' WHERE handler = 'bot'

-- event_refers_to_what_exists
UPDATE event SET contact_id = '00000000-0000-0000-0000-000000000001'

-- opening_is_told
DELETE FROM event

-- contact_refers_to_what_exists
UPDATE contact SET tags = ARRAY[gen_random_uuid()]

-- address_has_contact
INSERT INTO contact_channel (workspace_id, contact_id, channel_id, address, scheme) SELECT ws,
'00000000-0000-0000-0000-000000000001', channel, '1', 'wa_id' FROM w

-- comment_in_own_conversation
INSERT INTO comment (workspace_id, id, contact_id, conversation_id, author, body, created_at) SELECT ws,
gen_random_uuid(), contact, '00000000-0000-0000-0000-000000000001', 'user', '', now() FROM w, p

-- decision_refers_to_what_exists
INSERT INTO assignment_decision (workspace_id, id, conversation_id, contact_id, user_id, decided_at,
waited_seconds, reason) SELECT ws, gen_random_uuid(), conversation, contact,
'00000000-0000-0000-0000-000000000001', now(), 0, '{}' FROM w, p

-- delivery_has_message
INSERT INTO send_attempt (workspace_id, message_id, number, at, outcome) SELECT ws,
'00000000-0000-0000-0000-000000000001', 1, now(), 'sent' FROM w

-- read_mark_has_conversation
INSERT INTO read_mark (workspace_id, conversation_id, user_id, incoming_count, at) SELECT ws,
'00000000-0000-0000-0000-000000000001', ana, 0, now() FROM w

-- published_has_version
UPDATE workflow SET live_version_id = NULL

-- workspace_has_owner
UPDATE user_account SET deactivated_at = now() WHERE role = 'owner'

-- journal_moves
INSERT INTO journal (lane, workspace_id, kind, body, received_at) SELECT 1, ws, 'event', '', now() - interval '6
minutes' FROM w

-- outbox_moves
UPDATE message SET direction = 'out', author = 'user', status = 'queued';
INSERT INTO outbox (workspace_id, id, message_id, contact_id, channel_id, address, scheme, content, due_at,
created_at, state, tries, last_error) SELECT m.workspace_id, gen_random_uuid(), m.id, m.contact_id, channel_id, '',
'', '{}', now() - interval '11 minutes', now(), 'queued', 0, '' FROM message m

-- calls_move
UPDATE http_call SET due_at = now() - interval '11 minutes'

-- timers_fire
UPDATE timer SET due_at = now() - interval '6 minutes'

-- schedules_move
INSERT INTO schedule (workspace_id, workflow_id, after, next_at) SELECT ws, gen_random_uuid(), now(),
now() - interval '6 minutes' FROM w

-- no_dead_letters
INSERT INTO dead_letter (workspace_id, id, journal_id, lane, kind, body, received_at, error, failed_at) SELECT ws,
gen_random_uuid(), 1, 1, 'event', '', now(), 'no', now() FROM w

-- nothing_was_mended
INSERT INTO event (workspace_id, id, at, kind, actor, body) SELECT ws, gen_random_uuid(), now(), 'RoutingMended',
'{}', '{"invariant": "load_is_exact", "subject": "somebody", "detail": "load 2, counted 1"}' FROM w
