-- What must always be true of the stored data. Every query lists those who break its sentence: the
-- workspace, the row, and what is wrong with it. All are read in one snapshot, while everything runs.

-- error one_open_conversation: A contact has at most one open conversation.
SELECT workspace_id, contact_id::text AS subject, format('%s open conversations', count(*)) AS detail
  FROM conversation WHERE closed_at IS NULL
 GROUP BY workspace_id, contact_id HAVING count(*) > 1

-- error status_follows: A conversation's status says what its times say.
SELECT workspace_id, id::text, format('status %s, closed %s, snoozed until %s', status, closed_at, snoozed_until)
  FROM conversation
 WHERE status <> CASE WHEN closed_at IS NOT NULL THEN 'closed' WHEN snoozed_until IS NOT NULL THEN 'snoozed'
                      ELSE 'open' END
    OR (closed_at IS NULL) <> (closed_by IS NULL)

-- error closed_is_at_rest: A closed conversation is in nobody's hands and not snoozed.
SELECT workspace_id, id::text, format('handler %s, snoozed until %s', handler, snoozed_until)
  FROM conversation WHERE closed_at IS NOT NULL AND (handler <> 'nobody' OR snoozed_until IS NOT NULL)

-- error conversation_refers_to_what_exists: A conversation's contact, channel, team, assignee and category exist.
SELECT c.workspace_id, c.id::text, format('no such %s', missing.what)
  FROM conversation c
 CROSS JOIN LATERAL (
   SELECT 'contact ' || c.contact_id AS what
    WHERE NOT EXISTS (SELECT FROM contact x WHERE x.workspace_id = c.workspace_id AND x.id = c.contact_id)
   UNION ALL SELECT 'channel ' || c.channel_id WHERE c.channel_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM channel x WHERE x.workspace_id = c.workspace_id AND x.id = c.channel_id)
   UNION ALL SELECT 'team ' || c.team_id WHERE c.team_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM team x WHERE x.workspace_id = c.workspace_id AND x.id = c.team_id)
   UNION ALL SELECT 'user ' || c.assignee_id WHERE c.assignee_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM user_account x WHERE x.workspace_id = c.workspace_id AND x.id = c.assignee_id)
   UNION ALL SELECT 'category ' || c.category_id WHERE c.category_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM closing_category x
                       WHERE x.workspace_id = c.workspace_id AND x.id = c.category_id)
 ) missing

-- error load_is_exact: An agent's load is the number and the weight of open, not snoozed conversations assigned to them.
SELECT a.workspace_id, a.user_id::text,
       format('load %s of %s units, counted %s of %s', a.open_count, a.load, counted.number, counted.units)
  FROM agent a
 CROSS JOIN LATERAL (
   SELECT count(*) AS number, coalesce(sum(c.weight), 0) AS units FROM conversation c
    WHERE c.workspace_id = a.workspace_id AND c.assignee_id = a.user_id AND c.status = 'open'
 ) counted
 WHERE a.open_count <> counted.number OR a.load <> counted.units

-- error weight_is_of_work: Only an open, assigned conversation weighs, and never less than nothing.
SELECT workspace_id, id::text, format('weight %s, status %s', weight, status) FROM conversation
 WHERE weight < 0 OR weight <> 0 AND (status <> 'open' OR assignee_id IS NULL)

-- error idle_has_nothing: Only an agent without open conversations is idle.
SELECT workspace_id, user_id::text, format('idle since %s with %s open', idle_since, open_count) FROM agent
 WHERE open_count > 0 AND idle_since IS NOT NULL

-- error user_has_agent: Every user has the row that keeps presence and load.
SELECT u.workspace_id, u.id::text, 'no agent row' FROM user_account u
 WHERE NOT EXISTS (SELECT FROM agent a WHERE a.workspace_id = u.workspace_id AND a.user_id = u.id)

-- error alias_leads_to_a_contact: The id of a merged contact leads to one that exists, and is no contact itself.
SELECT a.workspace_id, a.id::text, format('leads to %s', a.contact_id) FROM contact_alias a
 WHERE NOT EXISTS (SELECT FROM contact x WHERE x.workspace_id = a.workspace_id AND x.id = a.contact_id)
    OR EXISTS (SELECT FROM contact x WHERE x.workspace_id = a.workspace_id AND x.id = a.id)

-- error message_has_contact: A message belongs to a contact that exists.
SELECT m.workspace_id, m.id::text, format('no such contact %s', m.contact_id) FROM message m
 WHERE NOT EXISTS (SELECT FROM contact x WHERE x.workspace_id = m.workspace_id AND x.id = m.contact_id)

-- error message_in_own_conversation: A message stands in a conversation of its own contact.
SELECT m.workspace_id, m.id::text, format('conversation %s of contact %s', m.conversation_id, c.contact_id)
  FROM message m LEFT JOIN conversation c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
 WHERE m.conversation_id IS NOT NULL AND c.contact_id IS DISTINCT FROM m.contact_id

-- error message_has_channel: A message came or goes over a channel that exists.
SELECT m.workspace_id, m.id::text, format('no such channel %s', m.channel_id) FROM message m
 WHERE NOT EXISTS (SELECT FROM channel x WHERE x.workspace_id = m.workspace_id AND x.id = m.channel_id)

-- error message_is_stored_once: A provider's id names one message of a channel.
SELECT workspace_id, channel_id::text, format('%s: %s messages', external_id, count(*))
  FROM message WHERE external_id IS NOT NULL
 GROUP BY workspace_id, channel_id, external_id HAVING count(*) > 1

-- error messages_are_counted: A conversation knows how many messages came in.
SELECT c.workspace_id, c.id::text, format('%s counted in, %s stored', c.incoming_count, stored.number)
  FROM conversation c
 CROSS JOIN LATERAL (
   SELECT count(*) AS number FROM message m
    WHERE m.workspace_id = c.workspace_id AND m.contact_id = c.contact_id AND m.conversation_id = c.id
      AND m.direction = 'in'
 ) stored
 WHERE c.incoming_count <> stored.number

-- error send_is_accounted_for: A message on its way is in the outbox, or its outcome in the journal.
SELECT m.workspace_id, m.id::text, format('%s since %s', m.status, m.status_at) FROM message m
 WHERE m.direction = 'out' AND m.status IN ('queued', 'sending')
   AND NOT EXISTS (SELECT FROM outbox o WHERE o.workspace_id = m.workspace_id AND o.message_id = m.id)
   AND m.id::text NOT IN (SELECT convert_from(body, 'UTF8')::jsonb ->> 'message_id' FROM journal
                           WHERE kind = 'send_result')
   AND m.id::text NOT IN (SELECT convert_from(body, 'UTF8')::jsonb ->> 'message_id' FROM dead_letter
                           WHERE kind = 'send_result')

-- error outbox_has_message: What waits to be sent is a message that the thread shows.
SELECT o.workspace_id, o.id::text, format('message %s of contact %s', o.message_id, o.contact_id) FROM outbox o
 WHERE NOT EXISTS (SELECT FROM message m WHERE m.workspace_id = o.workspace_id AND m.id = o.message_id
                      AND m.contact_id = o.contact_id AND m.direction = 'out')

-- error sending_has_lease: A send in flight has a lease, one that waits has none.
SELECT workspace_id, id::text, format('state %s, lease until %s', state, lease_until) FROM outbox
 WHERE state NOT IN ('queued', 'sending') OR (state = 'sending') <> (lease_until IS NOT NULL)

-- error one_send_in_flight: At most one message is on its way to a contact at a time.
SELECT workspace_id, contact_id::text, format('%s in flight', count(*)) FROM outbox WHERE state = 'sending'
 GROUP BY workspace_id, contact_id HAVING count(*) > 1

-- error queue_waits_for_an_agent: Who waits in a queue is open and has no agent yet.
SELECT q.workspace_id, q.conversation_id::text, format('%s, assignee %s', c.status, c.assignee_id)
  FROM queue_entry q
  LEFT JOIN conversation c ON c.workspace_id = q.workspace_id AND c.id = q.conversation_id
 WHERE c.closed_at IS NOT NULL OR c.contact_id IS DISTINCT FROM q.contact_id
    OR (c.assignee_id IS NOT NULL AND q.run_id IS NULL)

-- error queue_entry_refers_to_what_exists: The team, user and run of a queue entry exist; the run lives.
SELECT q.workspace_id, q.conversation_id::text, format('no such %s', missing.what)
  FROM queue_entry q
 CROSS JOIN LATERAL (
   SELECT 'team ' || q.team_id AS what WHERE q.team_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM team x WHERE x.workspace_id = q.workspace_id AND x.id = q.team_id)
   UNION ALL SELECT 'user ' || q.user_id WHERE q.user_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM user_account x WHERE x.workspace_id = q.workspace_id AND x.id = q.user_id)
   UNION ALL SELECT 'live run ' || q.run_id WHERE q.run_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM run x
                       WHERE x.workspace_id = q.workspace_id AND x.id = q.run_id AND x.ended_at IS NULL)
 ) missing

-- error queue_deadline_has_timer: A queue entry with a deadline will be looked at then.
SELECT q.workspace_id, q.conversation_id::text, format('deadline %s', q.deadline_at) FROM queue_entry q
 WHERE q.deadline_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM timer t WHERE t.workspace_id = q.workspace_id AND t.kind = 'queue_deadline'
                      AND t.subject_id = q.conversation_id)
   AND q.conversation_id::text NOT IN (SELECT convert_from(body, 'UTF8')::jsonb ->> 'subject_id' FROM journal
                                        WHERE kind = 'timer')

-- error no_run_after_closing: Closing ends every run of the conversation.
SELECT r.workspace_id, r.id::text, format('conversation %s closed %s', c.id, c.closed_at)
  FROM run r JOIN conversation c ON c.workspace_id = r.workspace_id AND c.id = r.conversation_id
 WHERE r.ended_at IS NULL AND c.closed_at IS NOT NULL AND r.started_at <= c.closed_at

-- error live_run_waits: A live run says what it waits for, an ended one why it ended.
SELECT workspace_id, id::text, format('ended %s (%s), waiting %s', ended_at, end_reason, waiting) FROM run
 WHERE CASE WHEN ended_at IS NULL THEN waiting IS NULL OR step_id IS NULL OR end_reason IS NOT NULL
            ELSE waiting IS NOT NULL OR end_reason IS NULL END

-- error waiting_ends_some_day: A run that waits for an answer, an hour, an event or a call has an end to its waiting.
SELECT workspace_id, id::text, format('step %s: %s', step_id, waiting) FROM run
 WHERE ended_at IS NULL AND waiting ->> 'until' IS NULL
   AND CASE waiting ->> 'kind'
         WHEN 'time' THEN true
         WHEN 'quiet' THEN true
         WHEN 'event' THEN true
         WHEN 'effect' THEN true
         WHEN 'answer' THEN waiting ? 'since' AND NOT waiting @> '{"suspended": true}'
         ELSE false END

-- error waiting_has_timer: A run that waits until an hour has a timer for it.
SELECT r.workspace_id, r.id::text, format('step %s: %s', r.step_id, r.waiting) FROM run r
 WHERE r.ended_at IS NULL AND r.waiting ? 'until' AND r.waiting ->> 'kind' IN ('answer', 'time', 'quiet', 'event', 'effect')
   AND NOT EXISTS (SELECT FROM timer t
                    WHERE t.workspace_id = r.workspace_id AND t.kind = 'run' AND t.subject_id = r.id)
   AND r.id::text NOT IN (SELECT convert_from(body, 'UTF8')::jsonb ->> 'subject_id' FROM journal
                           WHERE kind = 'timer')

-- error assignment_is_queued: A run that waits for an agent stands in the queue.
SELECT r.workspace_id, r.id::text, format('conversation %s', r.conversation_id) FROM run r
 WHERE r.ended_at IS NULL AND r.waiting ->> 'kind' = 'assignment'
   AND NOT EXISTS (SELECT FROM queue_entry q WHERE q.workspace_id = r.workspace_id
                      AND q.conversation_id = r.conversation_id AND q.run_id = r.id)

-- error one_waiting_question: A contact is asked one question at a time.
SELECT workspace_id, contact_id::text, format('%s questions wait', count(*)) FROM run
 WHERE ended_at IS NULL AND waiting ->> 'kind' = 'answer' AND NOT waiting @> '{"suspended": true}'
 GROUP BY workspace_id, contact_id HAVING count(*) > 1

-- error run_refers_to_what_exists: A run's version exists, and its conversation is its contact's.
SELECT r.workspace_id, r.id::text, format('version %s, conversation %s', r.version_id, r.conversation_id)
  FROM run r
 WHERE NOT EXISTS (SELECT FROM workflow_version v WHERE v.workspace_id = r.workspace_id AND v.id = r.version_id
                      AND v.workflow_id = r.workflow_id)
    OR r.conversation_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM conversation c WHERE c.workspace_id = r.workspace_id
                          AND c.id = r.conversation_id AND c.contact_id = r.contact_id)

-- error bot_is_at_work: A conversation in the bot's hands has a run that lives.
SELECT c.workspace_id, c.id::text, 'handler bot, no live run' FROM conversation c
 WHERE c.handler = 'bot' AND c.closed_at IS NULL
   AND NOT EXISTS (SELECT FROM run r WHERE r.workspace_id = c.workspace_id AND r.contact_id = c.contact_id
                      AND r.conversation_id = c.id AND r.ended_at IS NULL)

-- error calling_has_lease: A call that is being made has a lease, one that waits has none.
SELECT workspace_id, id::text, format('state %s, lease until %s', state, lease_until) FROM http_call
 WHERE state NOT IN ('queued', 'calling') OR (state = 'calling') <> (lease_until IS NOT NULL)
    OR tries > retries + 1 OR tries < 0

-- error call_has_run: A call was decided by a visit of a run that exists.
SELECT h.workspace_id, h.id::text, format('visit %s of run %s', h.visit, h.run_id) FROM http_call h
 WHERE NOT EXISTS (SELECT FROM run r WHERE r.workspace_id = h.workspace_id AND r.id = h.run_id
                      AND r.visit >= h.visit)

-- error call_is_made_once: A visit has one call: it waits, is being made, or its one result is in the journal.
SELECT workspace_id, run_id, format('%s calls or results of visit %s', count(*), visit)
  FROM (
    SELECT workspace_id, run_id::text AS run_id, visit::text AS visit FROM http_call
    UNION ALL SELECT workspace_id, convert_from(body, 'UTF8')::jsonb ->> 'run_id',
                     convert_from(body, 'UTF8')::jsonb ->> 'visit'
                FROM journal WHERE kind = 'call_result'
  ) each
 GROUP BY workspace_id, run_id, visit HAVING count(*) > 1

-- error call_is_accounted_for: A run that waits for an answer of another system has its call, or its result.
SELECT r.workspace_id, r.id::text, format('step %s, visit %s', r.step_id, r.visit) FROM run r
 WHERE r.ended_at IS NULL AND r.waiting ->> 'kind' = 'effect'
   AND NOT EXISTS (SELECT FROM http_call h WHERE h.workspace_id = r.workspace_id AND h.run_id = r.id
                      AND h.visit = r.visit)
   AND (r.id::text, r.visit::text) NOT IN (
     SELECT convert_from(body, 'UTF8')::jsonb ->> 'run_id', convert_from(body, 'UTF8')::jsonb ->> 'visit'
       FROM journal WHERE kind = 'call_result'
     UNION ALL SELECT convert_from(body, 'UTF8')::jsonb ->> 'run_id', convert_from(body, 'UTF8')::jsonb ->> 'visit'
       FROM dead_letter WHERE kind = 'call_result')

-- error visit_has_run: The trace belongs to runs that exist.
SELECT v.workspace_id, v.run_id::text, format('visit %s', v.number) FROM visit v
 WHERE NOT EXISTS (SELECT FROM run r WHERE r.workspace_id = v.workspace_id AND r.id = v.run_id)

-- error timer_has_subject: A timer is about something that is still going on.
SELECT t.workspace_id, t.subject_id::text, format('%s timer, due %s', t.kind, t.due_at) FROM timer t
 WHERE NOT CASE t.kind
   WHEN 'run' THEN EXISTS (SELECT FROM run r WHERE r.workspace_id = t.workspace_id AND r.id = t.subject_id
                              AND r.contact_id = t.contact_id AND r.ended_at IS NULL)
   WHEN 'queue_deadline' THEN EXISTS (SELECT FROM queue_entry q WHERE q.workspace_id = t.workspace_id
                                         AND q.conversation_id = t.subject_id)
   WHEN 'unsnooze' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                   AND c.id = t.subject_id AND c.status = 'snoozed')
   WHEN 'lighten' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                  AND c.id = t.subject_id AND c.closed_at IS NULL)
   WHEN 'auto_close' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                     AND c.id = t.subject_id AND c.closed_at IS NULL)
   WHEN 'queue_alarm' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                      AND c.id = t.subject_id)
   WHEN 'silence' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                  AND c.id = t.subject_id)
   WHEN 'close_settled' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                        AND c.id = t.subject_id AND c.closed_at IS NOT NULL)
   WHEN 'waits_for_answer' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                           AND c.id = t.subject_id AND c.contact_id = t.contact_id)
   WHEN 'waits_for_agent' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                          AND c.id = t.subject_id AND c.contact_id = t.contact_id)
   WHEN 'contact_silent' THEN EXISTS (SELECT FROM conversation c WHERE c.workspace_id = t.workspace_id
                                         AND c.id = t.subject_id AND c.contact_id = t.contact_id)
   ELSE false END

-- error schedule_is_of_what_is_published: What is due on a schedule is a workflow that is published.
SELECT s.workspace_id, s.workflow_id::text, format('next %s', s.next_at) FROM schedule s
 WHERE NOT EXISTS (SELECT FROM workflow w WHERE w.workspace_id = s.workspace_id AND w.id = s.workflow_id
                      AND w.state = 'published' AND w.deleted_at IS NULL)

-- error tick_adds_up: A tick goes on or is over, and starts and skips no more contacts than are due.
SELECT workspace_id, id::text, format('%s: %s due, %s started, next %s, ended %s', state, due, started, next_at, ended_at)
  FROM schedule_tick
 WHERE (next_at IS NULL) = (ended_at IS NULL)
    OR (state IN ('gathering', 'starting')) <> (next_at IS NOT NULL)
    OR started + (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(skipped)) > due
    OR state = 'done' AND started + (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(skipped)) <> due

-- error snoozed_wakes_up: A snoozed conversation has a timer that wakes it.
SELECT c.workspace_id, c.id::text, format('snoozed until %s', c.snoozed_until) FROM conversation c
 WHERE c.status = 'snoozed'
   AND NOT EXISTS (SELECT FROM timer t WHERE t.workspace_id = c.workspace_id AND t.kind = 'unsnooze'
                      AND t.subject_id = c.id)
   AND c.id::text NOT IN (SELECT convert_from(body, 'UTF8')::jsonb ->> 'subject_id' FROM journal
                           WHERE kind = 'timer')

-- error event_refers_to_what_exists: An event's contact and conversation exist.
SELECT e.workspace_id, e.id::text, format('%s of contact %s, conversation %s', e.kind, e.contact_id, e.conversation_id)
  FROM event e
 WHERE e.contact_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM contact x WHERE x.workspace_id = e.workspace_id AND x.id = e.contact_id)
    OR e.conversation_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM conversation x WHERE x.workspace_id = e.workspace_id AND x.id = e.conversation_id)

-- error opening_is_told: Every conversation has the event that opened it.
SELECT c.workspace_id, c.id::text, format('opened %s', c.opened_at) FROM conversation c
 WHERE NOT EXISTS (SELECT FROM event e WHERE e.workspace_id = c.workspace_id AND e.contact_id = c.contact_id
                      AND e.conversation_id = c.id AND e.kind = 'ConversationOpened')

-- error contact_refers_to_what_exists: A contact's tags, owner and former assignee exist.
SELECT c.workspace_id, c.id::text, format('no such %s', missing.what)
  FROM contact c
 CROSS JOIN LATERAL (
   SELECT 'tag ' || tagged.id AS what FROM unnest(c.tags) AS tagged (id)
    WHERE NOT EXISTS (SELECT FROM tag x WHERE x.workspace_id = c.workspace_id AND x.id = tagged.id)
   UNION ALL SELECT 'user ' || held.id FROM (VALUES (c.owner_id), (c.former_assignee_id)) AS held (id)
    WHERE held.id IS NOT NULL
      AND NOT EXISTS (SELECT FROM user_account x WHERE x.workspace_id = c.workspace_id AND x.id = held.id)
 ) missing

-- error address_has_contact: An identity and a way to reach a contact lead to a contact that exists.
SELECT i.workspace_id, i.value, format('%s of contact %s', i.scheme, i.contact_id) FROM identity i
 WHERE NOT EXISTS (SELECT FROM contact x WHERE x.workspace_id = i.workspace_id AND x.id = i.contact_id)
UNION ALL
SELECT r.workspace_id, r.address, format('channel %s of contact %s', r.channel_id, r.contact_id)
  FROM contact_channel r
 WHERE NOT EXISTS (SELECT FROM contact x WHERE x.workspace_id = r.workspace_id AND x.id = r.contact_id)
    OR NOT EXISTS (SELECT FROM channel x WHERE x.workspace_id = r.workspace_id AND x.id = r.channel_id)

-- error comment_in_own_conversation: A comment stands in a conversation of its own contact.
SELECT m.workspace_id, m.id::text, format('conversation %s, contact %s', m.conversation_id, m.contact_id)
  FROM comment m
 WHERE NOT EXISTS (SELECT FROM conversation c WHERE c.workspace_id = m.workspace_id
                      AND c.id = m.conversation_id AND c.contact_id = m.contact_id)

-- error decision_refers_to_what_exists: An assignment was decided about a conversation, for a user.
SELECT d.workspace_id, d.id::text, format('conversation %s, user %s', d.conversation_id, d.user_id)
  FROM assignment_decision d
 WHERE NOT EXISTS (SELECT FROM conversation c
                    WHERE c.workspace_id = d.workspace_id AND c.id = d.conversation_id)
    OR NOT EXISTS (SELECT FROM user_account u WHERE u.workspace_id = d.workspace_id AND u.id = d.user_id)

-- error delivery_has_message: Attempts and reactions belong to a message that exists.
SELECT a.workspace_id, a.message_id::text, format('attempt %s', a.number) FROM send_attempt a
 WHERE NOT EXISTS (SELECT FROM message m WHERE m.workspace_id = a.workspace_id AND m.id = a.message_id)
UNION ALL
SELECT r.workspace_id, r.message_id::text, format('reaction of %s', r.author) FROM reaction r
 WHERE NOT EXISTS (SELECT FROM message m WHERE m.workspace_id = r.workspace_id AND m.id = r.message_id)

-- error read_mark_has_conversation: A read mark is of a user, about a conversation.
SELECT k.workspace_id, k.conversation_id::text, format('user %s', k.user_id) FROM read_mark k
 WHERE NOT EXISTS (SELECT FROM conversation c
                    WHERE c.workspace_id = k.workspace_id AND c.id = k.conversation_id)
    OR NOT EXISTS (SELECT FROM user_account u WHERE u.workspace_id = k.workspace_id AND u.id = k.user_id)

-- error published_has_version: A published workflow has the version that runs start on.
SELECT w.workspace_id, w.id::text, format('live version %s', w.live_version_id) FROM workflow w
 WHERE w.deleted_at IS NULL AND w.state = 'published'
   AND NOT EXISTS (SELECT FROM workflow_version v WHERE v.workspace_id = w.workspace_id
                      AND v.id = w.live_version_id AND v.workflow_id = w.id)

-- error workspace_has_owner: Somebody may administer every workspace.
SELECT w.id, w.id::text, w.name FROM workspace w
 WHERE NOT EXISTS (SELECT FROM user_account u
                    WHERE u.workspace_id = w.id AND u.role = 'owner' AND u.deactivated_at IS NULL)

-- warning journal_moves: What came in is handled within minutes.
SELECT workspace_id, id::text, format('%s since %s', kind, received_at) FROM journal
 WHERE received_at < $1::timestamptz - interval '5 minutes'

-- warning outbox_moves: What is due is sent within minutes, unless its channel is paused.
SELECT o.workspace_id, o.id::text, format('%s, due %s, tried %s times: %s', o.state, o.due_at, o.tries, o.last_error)
  FROM outbox o JOIN channel c ON c.workspace_id = o.workspace_id AND c.id = o.channel_id
 WHERE o.due_at < $1::timestamptz - interval '10 minutes' AND c.paused_at IS NULL

-- warning calls_move: A call that is due is made within minutes, and none is stuck in the hands of who died.
SELECT workspace_id, id::text, format('%s, due %s, tried %s times, lease until %s', state, due_at, tries, lease_until)
  FROM http_call
 WHERE CASE state WHEN 'calling' THEN lease_until < $1::timestamptz - interval '5 minutes'
                  ELSE due_at < $1::timestamptz - interval '10 minutes' END

-- warning timers_fire: A timer that is due has gone off within minutes.
SELECT workspace_id, subject_id::text, format('%s timer, due %s', kind, due_at) FROM timer
 WHERE due_at < $1::timestamptz - interval '5 minutes'

-- warning schedules_move: A schedule that is due, and a tick under way, goes on within minutes.
SELECT workspace_id, workflow_id::text, format('schedule, due %s', next_at) FROM schedule
 WHERE next_at < $1::timestamptz - interval '5 minutes'
UNION ALL
SELECT workspace_id, workflow_id::text, format('tick of %s, %s, due to go on %s', due_at, state, next_at) FROM schedule_tick
 WHERE next_at < $1::timestamptz - interval '5 minutes'

-- warning no_dead_letters: Nothing lies where no attempt could handle it.
SELECT workspace_id, id::text, format('%s of %s: %s', kind, received_at, left(error, 100)) FROM dead_letter
 WHERE replayed_at IS NULL

-- warning nothing_was_mended: The reconcile job has had nothing to put right for a week.
SELECT workspace_id, body ->> 'subject', format('%s, mended %s: %s', body ->> 'invariant', at, body ->> 'detail')
  FROM event WHERE kind = 'RoutingMended' AND at > $1::timestamptz - interval '7 days'
