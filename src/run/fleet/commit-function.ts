/**
 * The commit of a step as a function of the database: its plans are made once a session, where one large statement
 * would be planned anew thousands of times, and what a commit does not have is not even looked at.
 *
 * The share lock on the document is held to the end of the statement: nobody takes it over between the proof of the
 * fence and the writing. A commit whose answer was lost is said again; its calls are then known by its step.
 */
export const commitFunction = `
  CREATE OR REPLACE FUNCTION longhand.commit_step(
    the_run text, the_fence integer, given json, step_name text, step_value text, new_checkpoint text
  ) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM longhand.documents d
      WHERE d.run_id = the_run AND d.fence = the_fence AND d.state = 'claimed' FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
    IF step_name IS NOT NULL THEN
      INSERT INTO longhand.steps (run_id, name, value) VALUES (the_run, step_name, step_value)
        ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RETURN true; END IF;
    END IF;
    IF given IS NOT NULL THEN
      INSERT INTO longhand.calls
          (run_id, step, message_hashes, detail, spent_tokens, spent_usd, spent_ms, address, model_id)
        SELECT the_run, c.step, c.message_hashes, c.detail, c.spent_tokens, c.spent_usd, c.spent_ms,
          c.address, c.model_id
        FROM json_to_recordset(given -> 'calls') AS c (
          step text, message_hashes text, detail text, spent_tokens float8, spent_usd float8, spent_ms float8,
          address text, model_id text);
      INSERT INTO longhand.messages (hash, role, content)
        SELECT m.hash, m.role, m.content
        FROM json_to_recordset(given -> 'messages') AS m (hash text, role text, content text)
        ON CONFLICT DO NOTHING;
      INSERT INTO longhand.memory (run_id, kind, key, owner, value)
        SELECT the_run, m.kind, m.key, m.owner, m.value
        FROM json_to_recordset(given -> 'memory') AS m (kind text, key text, owner text, value text)
        ON CONFLICT (run_id, kind, key, owner) DO UPDATE SET value = excluded.value;
    END IF;
    IF new_checkpoint IS NOT NULL THEN
      INSERT INTO longhand.checkpoints (run_id, seq, value) VALUES (the_run, 0, new_checkpoint)
        ON CONFLICT (run_id) DO UPDATE SET value = excluded.value, saved_at = now();
    END IF;
    RETURN true;
  END $$;`;
