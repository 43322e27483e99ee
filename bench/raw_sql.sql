-- The frozen peer's tables; see raw_sql.py.
DROP SCHEMA IF EXISTS bench_raw CASCADE;
CREATE SCHEMA bench_raw;
SET search_path TO bench_raw;
CREATE TABLE application (id uuid PRIMARY KEY, number text UNIQUE, state text NOT NULL, offer text NOT NULL,
  applicant uuid NOT NULL, answers jsonb NOT NULL, form jsonb NOT NULL, sealed bytea, version int NOT NULL,
  created_at timestamptz NOT NULL, submitted_at timestamptz, ended_at timestamptz);
CREATE INDEX ON application (applicant, created_at DESC);
CREATE TABLE party (id uuid PRIMARY KEY, application uuid NOT NULL REFERENCES application,
  person uuid NOT NULL, signed_at timestamptz, digest text);
CREATE TABLE evidence (id uuid PRIMARY KEY, application uuid NOT NULL REFERENCES application,
  material text NOT NULL, kind text NOT NULL, at timestamptz NOT NULL, UNIQUE (application, material));
CREATE TABLE kase (id uuid PRIMARY KEY, number text UNIQUE NOT NULL,
  application uuid NOT NULL REFERENCES application, state text NOT NULL, seq int NOT NULL,
  department uuid NOT NULL, promised_due date, claimed_by uuid, ended_at timestamptz);
CREATE INDEX ON kase (department, state, promised_due) WHERE ended_at IS NULL;
CREATE INDEX ON kase (application);
CREATE TABLE material (id uuid PRIMARY KEY, kase uuid NOT NULL REFERENCES kase, key text NOT NULL,
  verdict text NOT NULL, UNIQUE (kase, key));
CREATE TABLE event (id bigserial PRIMARY KEY, kase uuid NOT NULL REFERENCES kase, seq int NOT NULL,
  action text NOT NULL, after text NOT NULL, at timestamptz NOT NULL, actor uuid, facts jsonb NOT NULL,
  UNIQUE (kase, seq));
CREATE TABLE task (id uuid PRIMARY KEY, kase uuid NOT NULL REFERENCES kase, step text NOT NULL,
  state text NOT NULL, opened_at timestamptz NOT NULL, done_at timestamptz, UNIQUE (kase, step));
CREATE TABLE opinion (id uuid PRIMARY KEY, kase uuid NOT NULL REFERENCES kase, sealed bytea NOT NULL,
  at timestamptz NOT NULL);
CREATE TABLE result (id uuid PRIMARY KEY, kase uuid NOT NULL UNIQUE REFERENCES kase,
  number text UNIQUE NOT NULL, sealed bytea NOT NULL, at timestamptz NOT NULL);
CREATE TABLE series (series text PRIMARY KEY, last int NOT NULL);
CREATE TABLE audit (id bigserial PRIMARY KEY, at timestamptz NOT NULL, action text NOT NULL,
  target uuid NOT NULL, actor uuid, facts jsonb NOT NULL);
CREATE SEQUENCE number_of_application;
CREATE SEQUENCE number_of_result;
