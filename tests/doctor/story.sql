-- Grace's conversation is Ana's, and a workflow asks another system about her; Minh's waits in a queue while a question waits for him; Jürgen's is closed.
CREATE TEMP TABLE w AS SELECT w.id AS ws, u.id AS ana, t.id AS team, c.id AS channel, v.id AS version,
       v.workflow_id AS workflow
  FROM workspace w JOIN user_account u ON u.name = 'Ana' JOIN team t ON t.name = 'Sales'
  JOIN channel c ON true JOIN workflow_version v ON true;
CREATE TEMP TABLE p AS SELECT name, gen_random_uuid() AS contact, gen_random_uuid() AS conversation
  FROM unnest(ARRAY['Grace', 'Minh', 'Jürgen']) AS name;
INSERT INTO contact (workspace_id, id, display_name, fields, tags, created_at)
SELECT ws, contact, name, '{}', '{}', now() FROM w, p;
INSERT INTO conversation (workspace_id, id, contact_id, status, opened_at, opened_by, channel_id, team_id,
       assignee_id, handler, fields, closed_at, closed_by, summary, activity_at, preview, preview_outgoing,
       incoming_count, outgoing_count)
SELECT ws, conversation, contact, CASE name WHEN 'Jürgen' THEN 'closed' ELSE 'open' END, now(), 'contact',
       channel, team, CASE name WHEN 'Grace' THEN ana END,
       CASE name WHEN 'Grace' THEN 'agent' WHEN 'Minh' THEN 'bot' ELSE 'nobody' END, '{}',
       CASE name WHEN 'Jürgen' THEN now() END, CASE name WHEN 'Jürgen' THEN 'user' END, '', now(), '', false, 1, 0
  FROM w, p;
UPDATE conversation SET weight = 1 WHERE assignee_id IS NOT NULL;
UPDATE agent SET open_count = 1, load = 1 FROM w WHERE user_id = ana;
INSERT INTO message (workspace_id, id, contact_id, conversation_id, channel_id, direction, author, content,
       external_id, sort_at, created_at, status, status_at)
SELECT ws, gen_random_uuid(), contact, conversation, channel, 'in', 'contact', '{"type": "text", "body": "Hi"}',
       'wamid.' || name, now(), now(), 'received', now() FROM w, p;
INSERT INTO event (workspace_id, id, at, contact_id, conversation_id, kind, actor, body)
SELECT ws, gen_random_uuid(), now(), contact, conversation, 'ConversationOpened', '{}', '{}' FROM w, p;
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, conversation_id, step_id, visit, waiting,
       variables, jumps, chain, speaks, started_at, visit_started_at)
SELECT ws, gen_random_uuid(), workflow, version, contact, conversation, 'topic', 2,
       '{"kind": "answer", "until": "2100-01-01T00:00:00Z", "since": "2026-01-01T00:00:00Z"}', '{}', '{}', '{}',
       true, now(), now() FROM w, p WHERE name = 'Minh';
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, conversation_id, step_id, visit, waiting,
       variables, jumps, chain, speaks, started_at, visit_started_at)
SELECT ws, gen_random_uuid(), workflow, version, contact, conversation, 'call', 3,
       '{"kind": "effect", "until": "2100-01-01T00:00:00Z"}', '{}', '{}', '{}', false, now(), now()
  FROM w, p WHERE name = 'Grace';
INSERT INTO http_call (workspace_id, id, run_id, contact_id, visit, method, url, headers, retries, due_at,
       created_at, state, tries)
SELECT workspace_id, gen_random_uuid(), id, contact_id, 3, 'GET', 'https://shop.example', '{}', 0, now(), now(),
       'queued', 0
  FROM run WHERE step_id = 'call';
INSERT INTO timer (workspace_id, kind, subject_id, contact_id, due_at, fingerprint)
SELECT workspace_id, 'run', id, contact_id, '2100-01-01', '' FROM run;
INSERT INTO queue_entry (workspace_id, conversation_id, contact_id, team_id, strategy, online_only, priority, since)
SELECT ws, conversation, contact, team, 'round_robin', true, 0, now() FROM w, p WHERE name = 'Minh';
